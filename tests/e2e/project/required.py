"""Prints the required variables of a project as JSON: name, whether it is secret, and its published default."""

import json
from collections.abc import Callable

from config.env import Environment, Reader

declared: list[dict[str, object]] = []


class Recorder(Reader):
    def required[T](
        self, name: str, parse: Callable[[str], T], *, local: T, example: str, secret: bool = False
    ) -> T:
        published = local if isinstance(local, str) else None
        declared.append({"name": name, "secret": secret, "published": published})
        return super().required(name, parse, local=local, example=example, secret=secret)


Environment(Recorder({}, local=True))
print(json.dumps(declared))

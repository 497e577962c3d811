"""What a document says before anything is asked for."""

import json
import re


def known_in(html: str) -> dict[str, object]:
    found = re.search(
        r'<script id="known" type="application/json">(.*?)</script>', html
    )
    assert found
    known: dict[str, object] = json.loads(found[1])
    return known


def session_in(html: str) -> dict[str, object]:
    session = known_in(html)["session"]
    assert isinstance(session, dict)
    return session


def answers_in(html: str) -> object:
    return known_in(html)["answers"]

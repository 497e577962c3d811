"""The environment variables of this project: declared once, typed, checked together.

Nothing else reads `os.environ`. Settings use `env` below, where every attribute carries
the name of its variable.

Under `config.settings.dev`, `test` and `build` a missing variable falls back to a value
that is good enough for one machine. Under any other settings the process refuses to
start while something is missing, blank, malformed or left at a value this repository
publishes. All of it is reported at once, and never a value.
"""

import os
import re
from collections.abc import Callable, Mapping
from pathlib import Path
from urllib.parse import SplitResult, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured, ValidationError
from django.core.validators import validate_email

BASE_DIR = Path(__file__).resolve().parent.parent
LOCAL_SETTINGS = {f"config.settings.{name}" for name in ("dev", "test", "build")}

type SmtpOptions = dict[str, str | int | bool]


def as_string(text: str) -> str:
    return text


def as_integer(text: str) -> int:
    try:
        return int(text)
    except ValueError:
        raise ValueError("is not a whole number") from None


def as_list(text: str) -> list[str]:
    return [item.strip() for item in text.split(",") if item.strip()]


def as_email(text: str) -> str:
    try:
        validate_email(text)
    except ValidationError:
        raise ValueError("is not an email address") from None
    return text


def one_of(*choices: str) -> Callable[[str], str]:
    def as_choice(text: str) -> str:
        if text not in choices:
            raise ValueError(f"is not one of {', '.join(choices)}")
        return text

    return as_choice


def as_secret_key(text: str) -> str:
    if len(text) < 50:
        raise ValueError("has fewer than 50 characters")
    return text


def as_hosts(text: str) -> list[str]:
    hosts = as_list(text)
    if "*" in hosts:
        raise ValueError("must name the hosts; * lets anyone forge links in emails")
    return hosts


def split_url(text: str) -> SplitResult:
    """Like `urlsplit`, whose own complaints quote parts of the URL."""
    try:
        parts = urlsplit(text)
        _ = parts.port
    except ValueError:
        raise ValueError("is not a URL; encode special characters") from None
    return parts


def as_postgres_url(text: str) -> str:
    if split_url(text).scheme not in {"postgres", "postgresql"}:
        raise ValueError("is not a postgres:// URL")
    return text


def as_smtp_options(text: str) -> SmtpOptions:
    """Options of Django's SMTP backend. https://docs.djangoproject.com/en/6.1/ref/settings/#mailers"""
    parts = split_url(text)
    default_ports = {"smtp": 25, "smtp+tls": 587, "smtps": 465}
    if parts.scheme not in default_ports or not parts.hostname:
        raise ValueError("is not an smtp://, smtp+tls:// or smtps:// URL")
    return {
        "host": parts.hostname,
        "port": parts.port or default_ports[parts.scheme],
        "username": unquote(parts.username or ""),
        "password": unquote(parts.password or ""),
        "use_tls": parts.scheme == "smtp+tls",
        "use_ssl": parts.scheme == "smtps",
        "timeout": 10,
    }


class Reader:
    """Reads single variables and collects what is wrong with them until `check`.

    A secret may also come from a file, as container platforms mount it: `NAME_FILE`
    then holds the path.
    """

    def __init__(self, environ: Mapping[str, str], *, local: bool) -> None:
        self.local = local
        self.examples: dict[str, str] = {}
        self._environ = environ
        self._problems: list[str] = []

    def required[T](
        self,
        name: str,
        parse: Callable[[str], T],
        *,
        local: T,
        example: str,
        secret: bool = False,
    ) -> T:
        self.examples[name] = example
        text = self._text(name, secret=secret)
        if text:
            value = self._parsed(name, text, parse)
            if secret and value == local and not self.local:
                self._problem(name, "still has its published default")
            return local if value is None else value
        if text is not None and not self.local:
            self._problem(name, "is blank" if name in self._environ else "is missing")
        return local

    def default[T](self, name: str, parse: Callable[[str], T], default: T) -> T:
        value = self.optional(name, parse)
        return default if value is None else value

    def optional[T](
        self, name: str, parse: Callable[[str], T], *, secret: bool = False
    ) -> T | None:
        text = self._text(name, secret=secret)
        return self._parsed(name, text, parse) if text else None

    def check(self) -> None:
        if self._problems:
            problems = "\n".join(f"  - {problem}" for problem in self._problems)
            raise ImproperlyConfigured(
                f"The environment of this process is not complete:\n{problems}\n"
                "On a server, set these among the variables of the service; a secret "
                "NAME may also be a file named by NAME_FILE. "
                "On your machine, set them in .env (see .env.example)."
            )

    def _text(self, name: str, *, secret: bool) -> str | None:
        """What the variable holds, "" when it is not set, None after a complaint."""
        path = self._environ.get(f"{name}_FILE", "") if secret else ""
        if not path:
            return self._environ.get(name, "").strip()
        try:
            return Path(path).read_text(encoding="utf-8").strip()
        except (OSError, UnicodeError):
            self._problem(f"{name}_FILE", "names a file that cannot be read")
            return None

    def _parsed[T](self, name: str, text: str, parse: Callable[[str], T]) -> T | None:
        try:
            return parse(text)
        except ValueError as error:
            self._problem(name, str(error))
            return None

    def _problem(self, name: str, problem: str) -> None:
        example = self.examples.get(name)
        hint = f"; for example {name}={example}" if example else ""
        self._problems.append(f"{name} {problem}{hint}")


class Environment:
    """What the process was given. Every variable of the project is declared here."""

    def __init__(self, read: Reader) -> None:
        self.SECRET_KEY = read.required(
            "SECRET_KEY",
            as_secret_key,
            local="for-one-machine-only-" + "0" * 50,
            example="<50 or more random characters>",
            secret=True,
        )
        self.DATABASE_URL = read.required(
            "DATABASE_URL",
            as_string if read.local else as_postgres_url,
            local="postgres://spring_list:spring_list@localhost:5432/spring_list",
            example="postgres://user:password@db.example.com:5432/spring_list",
            secret=True,
        )
        self.ALLOWED_HOSTS = read.required(
            "ALLOWED_HOSTS",
            as_hosts,
            local=["localhost", "127.0.0.1", "[::1]"],
            example="example.com,www.example.com",
        )
        self.CSRF_TRUSTED_ORIGINS: list[str] = read.default(
            "CSRF_TRUSTED_ORIGINS", as_list, []
        )
        self.EMAIL_URL: SmtpOptions = read.required(
            "EMAIL_URL",
            as_smtp_options,
            local=as_smtp_options("smtp://localhost:1025"),
            example="smtp+tls://user:password@mail.example.com:587",
            secret=True,
        )
        self.DEFAULT_FROM_EMAIL = read.required(
            "DEFAULT_FROM_EMAIL",
            as_email,
            local="noreply@localhost.localdomain",
            example="noreply@example.com",
        )
        self.SECURITY_CONTACT = read.optional("SECURITY_CONTACT", as_email)
        # Where Vite's server is on a developer's machine.
        self.FRONTEND_PORT = read.default("FRONTEND_PORT", as_integer, 5173)
        self.LOG_LEVEL = read.default(
            "LOG_LEVEL", one_of("DEBUG", "INFO", "WARNING", "ERROR"), "INFO"
        )
        self.LOG_FORMAT = read.default(
            "LOG_FORMAT",
            one_of("console", "json"),
            "console" if read.local else "json",
        )
        # The id of the application registered at GitHub
        self.GITHUB_CLIENT_ID = read.required(
            "GITHUB_CLIENT_ID",
            as_string,
            local="",
            example="Iv1.0123456789abcdef",
        )
        # The secret of the application registered at GitHub
        self.GITHUB_CLIENT_SECRET = read.required(
            "GITHUB_CLIENT_SECRET",
            as_string,
            local="",
            example="a-secret-from-github",
            secret=True,
        )
        # The id of the application registered at Google
        self.GOOGLE_CLIENT_ID = read.required(
            "GOOGLE_CLIENT_ID",
            as_string,
            local="",
            example="1234567890.apps.googleusercontent.com",
        )
        # The secret of the application registered at Google
        self.GOOGLE_CLIENT_SECRET = read.required(
            "GOOGLE_CLIENT_SECRET",
            as_string,
            local="",
            example="a-secret-from-google",
            secret=True,
        )
        # How many proxies stand in front of the site; limits count the visitor whom the first of them names
        self.TRUSTED_PROXY_COUNT = read.default(
            "TRUSTED_PROXY_COUNT",
            as_integer,
            1,
        )


def load(environ: Mapping[str, str], *, local: bool) -> Environment:
    reader = Reader(environ, local=local)
    environment = Environment(reader)
    reader.check()
    return environment


def dotenv(path: Path) -> dict[str, str]:
    """The NAME=value lines of a .env file; quotes around a whole value are dropped."""
    if not path.is_file():
        return {}
    values = {}
    for line in path.read_text(encoding="utf-8").splitlines():
        name, equals, value = line.strip().partition("=")
        if equals and not name.startswith("#"):
            quoted = re.fullmatch(r"""(["'])(.*)\1""", value.strip())
            values[name.strip()] = quoted[2] if quoted else value.strip()
    return values


if os.environ.get("DJANGO_SETTINGS_MODULE") in LOCAL_SETTINGS:
    env = load({**dotenv(BASE_DIR / ".env"), **os.environ}, local=True)
else:
    env = load(os.environ, local=False)

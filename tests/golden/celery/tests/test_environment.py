import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.utils.crypto import get_random_string

from config.env import Environment, Reader, dotenv, load

BASE_DIR = Path(__file__).resolve().parent.parent


@pytest.fixture
def production_environ() -> dict[str, str]:
    """The least that production needs to start."""
    reader = Reader({}, local=False)
    Environment(reader)
    return {**reader.examples, "SECRET_KEY": get_random_string(60)}


def complaint(environ: dict[str, str], *, local: bool = False) -> str:
    with pytest.raises(ImproperlyConfigured) as caught:
        load(environ, local=local)
    return str(caught.value)


def test_one_machine_needs_no_variables() -> None:
    assert load({}, local=True).ALLOWED_HOSTS == ["localhost", "127.0.0.1", "[::1]"]


def test_a_complete_environment_is_accepted(production_environ: dict[str, str]) -> None:
    production_environ["ALLOWED_HOSTS"] = "example.com, www.example.com,"

    env = load(production_environ, local=False)

    assert env.ALLOWED_HOSTS == ["example.com", "www.example.com"]
    assert env.LOG_FORMAT == "json"


def test_all_missing_variables_are_named_at_once(
    production_environ: dict[str, str],
) -> None:
    message = complaint({})

    for name in production_environ:
        assert f"{name} is missing; for example {name}=" in message


def test_a_blank_variable_is_refused(production_environ: dict[str, str]) -> None:
    for name in production_environ:
        assert f"{name} is blank" in complaint({**production_environ, name: " "})


@pytest.mark.parametrize("name", ["SECRET_KEY", "DATABASE_URL"])
def test_a_published_default_is_refused(
    name: str, production_environ: dict[str, str]
) -> None:
    published = getattr(load({}, local=True), name)

    message = complaint({**production_environ, name: published})

    assert name in message
    assert published not in message


@pytest.mark.parametrize(
    ("name", "value", "problem"),
    [
        ("SECRET_KEY", "short", "has fewer than 50 characters"),
        ("DATABASE_URL", "sqlite:///hidden.sqlite3", "is not a postgres:// URL"),
        ("DATABASE_URL", "postgres://me:hidden/1@db/app", "is not a URL"),
        ("ALLOWED_HOSTS", "*", "must name the hosts"),
        ("EMAIL_URL", "hidden.example.com", "is not an smtp://"),
        ("DEFAULT_FROM_EMAIL", "hidden", "is not an email address"),
        ("LOG_FORMAT", "hidden", "is not one of console, json"),
    ],
)
def test_a_malformed_value_is_refused_and_not_shown(
    name: str, value: str, problem: str, production_environ: dict[str, str]
) -> None:
    message = complaint({**production_environ, name: value})

    assert f"{name} {problem}" in message
    assert "hidden" not in message


def test_a_secret_may_come_from_a_file(
    production_environ: dict[str, str], tmp_path: Path
) -> None:
    secret = tmp_path / "secret-key"
    secret.write_text("s" * 60 + "\n")
    del production_environ["SECRET_KEY"]
    production_environ["SECRET_KEY_FILE"] = str(secret)

    assert load(production_environ, local=False).SECRET_KEY == "s" * 60


def test_a_file_that_cannot_be_read_is_reported_once(
    production_environ: dict[str, str], tmp_path: Path
) -> None:
    production_environ["SECRET_KEY_FILE"] = str(tmp_path / "none")

    message = complaint(production_environ)

    assert "SECRET_KEY_FILE names a file that cannot be read" in message
    assert "SECRET_KEY is missing" not in message


@pytest.mark.parametrize(
    ("url", "port", "tls", "ssl"),
    [
        ("smtp://mail.example.com", 25, False, False),
        ("smtp+tls://mail.example.com", 587, True, False),
        ("smtps://mail.example.com:4650", 4650, False, True),
    ],
)
def test_the_mail_url_chooses_port_and_encryption(
    url: str, port: int, tls: bool, ssl: bool, production_environ: dict[str, str]
) -> None:
    options = load({**production_environ, "EMAIL_URL": url}, local=False).EMAIL_URL

    assert (options["port"], options["use_tls"], options["use_ssl"]) == (port, tls, ssl)


def test_mail_credentials_are_decoded(production_environ: dict[str, str]) -> None:
    production_environ["EMAIL_URL"] = (
        "smtp+tls://me%40example.com:p%2Fw@mail.example.com"
    )

    options = load(production_environ, local=False).EMAIL_URL

    assert (options["username"], options["password"]) == ("me@example.com", "p/w")


def test_a_dotenv_file_holds_names_and_values(tmp_path: Path) -> None:
    file = tmp_path / ".env"
    file.write_text("# C=comment\n\nA = 1\nB='two words'\nC=\nD=a#b='c\n")

    assert dotenv(file) == {"A": "1", "B": "two words", "C": "", "D": "a#b='c"}
    assert dotenv(tmp_path / "none") == {}


def manage(command: str, environ: dict[str, str]) -> subprocess.CompletedProcess[str]:
    return subprocess.run(  # noqa: S603 (our own manage.py)
        [sys.executable, "-W", "error", "manage.py", *command.split()],
        cwd=BASE_DIR,
        env={
            "PATH": os.environ["PATH"],
            "DJANGO_SETTINGS_MODULE": "config.settings.production",
            **environ,
        },
        capture_output=True,
        text=True,
        check=False,
    )


def test_production_passes_the_deployment_check(
    production_environ: dict[str, str],
) -> None:
    result = manage("check --deploy --fail-level WARNING", production_environ)

    assert result.returncode == 0, result.stderr


def test_production_does_not_start_without_its_variables() -> None:
    result = manage("check", {})

    assert result.returncode != 0
    assert "SECRET_KEY is missing" in result.stderr

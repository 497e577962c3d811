import json
import logging

import pytest
import structlog
from django.test import Client

from config.logging import formatter


def record(message: str, exception: Exception | None = None) -> logging.LogRecord:
    info = (type(exception), exception, exception.__traceback__) if exception else None
    return logging.LogRecord("a.logger", logging.INFO, "", 0, message, (), info)


def test_production_lines_are_json_with_the_request_id() -> None:
    with structlog.contextvars.bound_contextvars(request_id="r-1"):
        line = json.loads(formatter("json").format(record("saved")))

    assert (line["event"], line["level"], line["logger"]) == (
        "saved",
        "info",
        "a.logger",
    )
    assert line["request_id"] == "r-1"


def test_tracebacks_do_not_show_local_variables() -> None:
    password = "hunter2"
    try:
        raise RuntimeError(len(password))
    except RuntimeError as error:
        line = formatter("json").format(record("failed", error))

    assert "RuntimeError" in line
    assert "hunter2" not in line.replace('password = "hunter2"', "")


@pytest.mark.django_db
def test_a_request_for_a_foreign_host_leaves_no_traceback(
    client: Client, caplog: pytest.LogCaptureFixture
) -> None:
    response = client.get("/", headers={"host": "evil.example.com"})

    lines = [formatter("json").format(record) for record in caplog.records]
    assert response.status_code == 400
    assert any("evil.example.com" in line for line in lines)
    assert not any("Traceback" in line for line in lines)


def test_console_lines_are_for_people() -> None:
    assert "saved" in formatter("console").format(record("saved"))


@pytest.mark.django_db
def test_a_request_is_logged_by_route_not_by_path(
    client: Client, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.INFO):
        client.get("/accounts/password/reset/Mg/a-secret-token/")

    assert "<uidb64>/<token>" in caplog.text
    assert "a-secret-token" not in caplog.text


@pytest.mark.django_db
def test_the_request_id_of_a_proxy_is_kept(client: Client) -> None:
    response = client.get("/", headers={"x-request-id": "edge-1234-abcd"})

    assert response["X-Request-ID"] == "edge-1234-abcd"


@pytest.mark.django_db
@pytest.mark.parametrize("forged", ["", "short", "a b c d e f g h", "x" * 65])
def test_an_unusable_request_id_is_replaced(client: Client, forged: str) -> None:
    response = client.get("/", headers={"x-request-id": forged})

    assert len(response["X-Request-ID"]) == 32

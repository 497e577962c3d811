import pytest
from django.db import OperationalError, connection
from django.db.migrations.recorder import MigrationRecorder
from django.test import Client
from pytest_django import Settings


def test_live_needs_no_database(client: Client) -> None:
    response = client.get("/livez/")

    assert response.status_code == 200
    assert response["Cache-Control"] == "no-store"


@pytest.mark.django_db
def test_ready_when_all_migrations_are_applied(client: Client) -> None:
    assert client.get("/readyz/").json()["status"] == "ok"


@pytest.mark.django_db
def test_not_ready_while_migrations_wait(client: Client) -> None:
    MigrationRecorder(connection).record_unapplied("sessions", "0001_initial")

    response = client.get("/readyz/")

    assert response.status_code == 503
    assert response.json() == {"status": "migrations pending"}


def test_not_ready_without_a_database(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse() -> None:
        raise OperationalError("could not connect to 10.0.0.5")

    monkeypatch.setattr(connection, "ensure_connection", refuse)
    monkeypatch.setattr(connection, "cursor", refuse)

    response = client.get("/readyz/")

    assert response.status_code == 503
    assert response.json() == {"status": "database unavailable"}


@pytest.mark.parametrize("path", ["/livez/", "/readyz/"])
@pytest.mark.django_db
def test_probes_pass_by_address_and_without_tls(
    client: Client, settings: Settings, path: str
) -> None:
    settings.SECURE_SSL_REDIRECT = True

    assert client.get(path, headers={"host": "10.1.2.3:8000"}).status_code == 200


def test_probes_are_read_only(client: Client) -> None:
    assert client.post("/livez/").status_code == 404

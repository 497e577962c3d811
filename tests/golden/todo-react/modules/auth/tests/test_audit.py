"""What happens to an account is in the log: who, what, and nothing that is secret."""

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoCaptureOnCommitCallbacks
from structlog.testing import capture_logs
from structlog.typing import EventDict

from ..users import User
from .factories import PASSWORD, give_authenticator_app
from .people import confirm, sign_in, sign_up

pytestmark = pytest.mark.django_db


def told(logs: list[EventDict]) -> list[str]:
    """The events about accounts; each other line is one of a request."""
    return [line["event"] for line in logs if line["event"] != "request"]


def test_log_tells_what_somebody_did(
    client: Client,
    person: User,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    give_authenticator_app(person)
    person.authenticator_set.all().delete()

    with capture_logs() as logs, django_capture_on_commit_callbacks(execute=True):
        sign_in(client, person.email, "wrong")
        sign_in(client, person.email)
        client.post(reverse("auth:profile"), {"name": "Countess"})
        client.post(reverse("account_logout"))

    assert told(logs) == [
        "sign-in refused",
        "signed in",
        "profile changed",
        "signed out",
    ]


def test_log_tells_what_becomes_of_an_account(client: Client, person: User) -> None:
    sign_in(client, person.email)
    confirm(client)

    with capture_logs() as logs:
        client.get(reverse("auth:data"))
        client.post(reverse("auth:delete"))

    assert told(logs) == ["data exported", "account deleted", "signed out"]
    assert {line["user"] for line in logs if line["event"] != "request"} == {person.pk}


def test_log_holds_no_address_and_no_password(client: Client) -> None:
    with capture_logs() as logs:
        sign_up(client, "grace@example.com")
        sign_in(client, "grace@example.com")

    assert "signed up" in told(logs)
    assert "grace" not in str(logs)
    assert PASSWORD not in str(logs)


def test_log_tells_about_connected_accounts(
    signed_in: Client, person: User, github: None
) -> None:
    account = person.socialaccount_set.create(provider="github", uid="1")

    with capture_logs() as logs:
        signed_in.post(reverse("socialaccount_connections"), {"account": account.pk})

    assert told(logs) == ["account disconnected"]

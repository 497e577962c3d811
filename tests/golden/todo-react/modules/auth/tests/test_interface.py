"""The JSON interface of the frontend knows who is signed in, and is no way in."""

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

import config.modules

from ..users import User
from .factories import PASSWORD
from .people import is_signed_in

JSON = "application/json"


@pytest.fixture(autouse=True)
def as_it_is_served(settings: Settings) -> None:
    """The project's own tests open the interface again: they are about what it does by itself."""
    settings.ACCOUNTS_INTERFACE = config.modules.ACCOUNTS_INTERFACE


def test_password_alone_signs_nobody_in_through_the_interface(
    client: Client, person: User
) -> None:
    body = {"username": person.email, "password": PASSWORD}

    assert client.post("/api/session/", body, JSON).status_code == 404
    assert not is_signed_in(client)


def test_interface_changes_no_password_and_sends_no_link(
    signed_in: Client, person: User, mailoutbox: list[object]
) -> None:
    new = {
        "new_password1": "another long phrase",
        "new_password2": "another long phrase",
    }

    change = signed_in.put("/api/password/", {"old_password": PASSWORD, **new}, JSON)
    reset = signed_in.post("/api/password/reset/", {"email": person.email}, JSON)

    person.refresh_from_db()
    assert (change.status_code, reset.status_code) == (404, 404)
    assert person.check_password(PASSWORD)
    assert mailoutbox == []


def test_interface_knows_who_is_signed_in_and_signs_out(
    signed_in: Client, person: User
) -> None:
    session = signed_in.get("/api/session/").json()
    assert session["user"]["email"] == person.email

    signed_in.delete("/api/session/")

    assert not is_signed_in(signed_in)


def test_frontend_leaves_the_pages_of_accounts_to_the_server(signed_in: Client) -> None:
    page = signed_in.get(reverse("pages:dashboard"))

    assert "/accounts/" in page.context["known"]["documents"]
    assert reverse("usersessions_list") in page.text

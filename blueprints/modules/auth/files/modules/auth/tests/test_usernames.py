"""What the option `identifier` says about usernames, in a project that has them."""

import pytest
from django.core.mail import EmailMessage
from django.test import Client
from django.urls import reverse

from .. import selectors, services
from ..users import User
from .conftest import Options
from .factories import PASSWORD, create_person
from .people import code_in, enter_code, is_signed_in, is_user, only, sign_in


@pytest.fixture(autouse=True)
def usernames(options: Options, db: None) -> None:
    options(
        ACCOUNT_LOGIN_METHODS={"username"},
        ACCOUNT_SIGNUP_FIELDS=["username*", "email*", "password1*"],
        ACCOUNT_USER_MODEL_USERNAME_FIELD="username",
    )


def sign_up(client: Client, username: str, email: str) -> str:
    form = {"username": username, "email": email, "password1": PASSWORD}
    return client.post(reverse("account_signup"), form, follow=True).text


def test_person_signs_up_with_a_username_and_confirms_the_address(
    client: Client, mailoutbox: list[EmailMessage]
) -> None:
    sign_up(client, "Ada", "ada@example.com")
    assert not is_signed_in(client)

    enter_code(client, code_in(only(mailoutbox)))

    assert is_user(client, User.objects.get(username="ada", email="ada@example.com"))


@pytest.mark.parametrize("typed", ["ada", "Ada", "ADA"])
def test_person_signs_in_with_the_username_in_any_case(
    client: Client, typed: str
) -> None:
    person = create_person("ada@example.com")

    sign_in(client, typed)

    assert is_user(client, person)


def test_address_is_no_username(client: Client) -> None:
    create_person("ada@example.com")

    sign_in(client, "ada@example.com")

    assert not is_signed_in(client)


def test_pages_ask_for_a_username(client: Client) -> None:
    html = client.get(reverse("account_login")).text

    assert "Username" in html
    assert 'type="email"' not in html


def test_username_is_taken_in_every_spelling(client: Client) -> None:
    create_person("ada@example.com")

    assert "already exists" in sign_up(client, "ADA", "new@example.com")


def test_password_is_not_the_username(client: Client) -> None:
    form = {"username": "marzipankartoffel", "email": "m@example.com"}
    page = client.post(
        reverse("account_signup"), {**form, "password1": "marzipankartoffel"}
    )

    assert "too similar" in page.text


def test_username_is_part_of_the_data_and_goes_with_the_account() -> None:
    person = create_person("ada@example.com")
    assert selectors.personal_data(user=person)["profile"]["username"] == "ada"

    services.delete_account(user=person)

    person.refresh_from_db()
    assert person.username is None

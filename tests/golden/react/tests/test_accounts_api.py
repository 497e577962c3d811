import json
import re

import pytest
from django.core.mail import EmailMessage
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from harvest_desk.accounts.models import User

from .factories import PASSWORD, create_user
from .known import answers_in

pytestmark = pytest.mark.urls("tests.urls")

SESSION = "/api/session/"
PROFILE = "/api/profile/"
CHANGE = "/api/password/"
RESET = "/api/password/reset/"
NEW_PASSWORD = "an entirely different phrase"
JSON = "application/json"
NEW_PASSWORDS = {"new_password1": NEW_PASSWORD, "new_password2": NEW_PASSWORD}


def credentials(email: str, password: str = PASSWORD) -> dict[str, str]:
    return {"username": email, "password": password}


@pytest.mark.parametrize("typed", ["ada@example.com", "Ada@Example.COM"])
def test_user_signs_in_with_address_in_any_case(
    client: Client, db: None, typed: str
) -> None:
    create_user("ada@example.com")

    response = client.post(SESSION, credentials(typed), JSON)

    assert response.json()["user"]["email"] == "ada@example.com"
    assert client.get(SESSION).json()["user"]["name"] == "Ada Lovelace"


def test_wrong_password_and_unknown_address_get_the_same_answer(
    client: Client, user: User
) -> None:
    known = client.post(SESSION, credentials(user.email, "wrong"), JSON)
    unknown = client.post(SESSION, credentials("who@example.com", "wrong"), JSON)

    assert known.status_code == unknown.status_code == 422
    assert known.json() == unknown.json()


def test_inactive_user_cannot_sign_in(client: Client, user: User) -> None:
    user.is_active = False
    user.save()

    assert client.post(SESSION, credentials(user.email), JSON).status_code == 422


def test_guessing_a_password_is_slowed_down(client: Client, user: User) -> None:
    wrong = credentials(user.email, "wrong")
    answers = [client.post(SESSION, wrong, JSON) for _ in range(21)]

    assert [answer.status_code for answer in answers] == [422] * 20 + [429]
    assert answers[-1]["Retry-After"] == "300"
    assert answers[-1]["Content-Type"] == "application/problem+json"
    assert answers[-1].json() == {"status": 429, "title": "Too Many Requests"}
    # Even with the right one; others are not held up.
    assert client.post(SESSION, credentials(user.email), JSON).status_code == 429
    other = credentials(create_user().email)
    assert client.post(SESSION, other, JSON).status_code == 200


def test_an_inbox_is_not_flooded_with_links(
    client: Client, user: User, mailoutbox: list[EmailMessage]
) -> None:
    answers = [client.post(RESET, {"email": user.email}, JSON) for _ in range(4)]

    assert [answer.status_code for answer in answers] == [204, 204, 204, 429]
    assert len(mailoutbox) == 3


def test_user_signs_out(signed_in: Client) -> None:
    assert signed_in.delete(SESSION).json()["user"] is None
    assert signed_in.put(PROFILE, {"name": "Ada"}, JSON).status_code == 401


@pytest.mark.django_db
@pytest.mark.parametrize("url", [PROFILE, CHANGE])
def test_visitors_are_refused(client: Client, url: str) -> None:
    response = client.put(url, {}, JSON)

    assert response.status_code == 401
    assert response.json() == {"status": 401, "title": "Unauthorized"}


def test_what_is_missing_is_explained_at_its_field(signed_in: Client) -> None:
    response = signed_in.put(PROFILE, {}, JSON)

    assert response.status_code == 422
    assert response.json()["fields"] == {"name": ["Field required"]}


@pytest.mark.parametrize(
    ("method", "url"),
    [
        ("POST", SESSION),
        ("DELETE", SESSION),
        ("PUT", PROFILE),
        ("PUT", CHANGE),
        ("POST", RESET),
        ("PUT", RESET),
    ],
)
def test_a_change_without_the_token_is_refused(
    user: User, method: str, url: str
) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(user)

    assert client.generic(method, url, "{}").status_code == 403


def test_a_change_with_the_token_of_the_session_is_accepted(user: User) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(user)
    token = client.get(SESSION).json()["csrf_token"]

    assert client.delete(SESSION, headers={"X-CSRFToken": token}).status_code == 200


def test_user_changes_name(signed_in: Client, user: User) -> None:
    response = signed_in.put(PROFILE, {"name": "Countess"}, JSON)

    user.refresh_from_db()
    assert user.name == response.json()["short_name"] == "Countess"


def test_profile_changes_nothing_but_the_name(signed_in: Client, user: User) -> None:
    email = user.email

    signed_in.put(
        PROFILE, {"name": "Ada", "email": "new@example.com", "is_staff": "on"}, JSON
    )

    user.refresh_from_db()
    assert (user.email, user.is_staff) == (email, False)


def test_too_long_a_name_is_explained_at_its_field(signed_in: Client) -> None:
    response = signed_in.put(PROFILE, {"name": "A" * 151}, JSON)

    assert response.status_code == 422
    (message,) = response.json()["fields"]["name"]
    assert "at most 150 characters" in message


def test_user_changes_password_and_stays_signed_in(
    signed_in: Client, user: User
) -> None:
    signed_in.put(CHANGE, {"old_password": PASSWORD, **NEW_PASSWORDS}, JSON)

    user.refresh_from_db()
    assert user.check_password(NEW_PASSWORD)
    assert signed_in.get(SESSION).json()["user"]["email"] == user.email


def test_password_change_takes_the_old_password(signed_in: Client, user: User) -> None:
    response = signed_in.put(CHANGE, {"old_password": "wrong", **NEW_PASSWORDS}, JSON)

    user.refresh_from_db()
    assert "old_password" in response.json()["fields"]
    assert user.check_password(PASSWORD)


def test_user_resets_a_forgotten_password_once(
    client: Client, user: User, mailoutbox: list[EmailMessage]
) -> None:
    assert client.post(RESET, {"email": user.email}, JSON).status_code == 204
    (mail,) = mailoutbox
    found = re.search(r"http://testserver(/accounts/\S+/(\S+)/(\S+)/)", str(mail.body))
    assert found
    link = {"uid": found[2], "token": found[3]}
    assert answers_in(client.get(found[1]).text) == [
        [["POST /api/password/reset/link/", {"body": link}], {"valid": True}]
    ]
    assert client.post(f"{RESET}link/", link, JSON).json() == {"valid": True}

    weak = client.put(
        RESET, {**link, "new_password1": "short", "new_password2": "short"}, JSON
    )
    assert "new_password2" in weak.json()["fields"]
    assert client.put(RESET, {**link, **NEW_PASSWORDS}, JSON).status_code == 204

    user.refresh_from_db()
    assert user.check_password(NEW_PASSWORD)
    assert client.post(f"{RESET}link/", link, JSON).json() == {"valid": False}
    assert client.put(RESET, {**link, **NEW_PASSWORDS}, JSON).status_code == 410


@pytest.mark.parametrize("uid", ["", "x", "MTAwMDAwMA", "_____"])
def test_an_invented_reset_link_does_not_work(
    client: Client, db: None, uid: str
) -> None:
    response = client.post(f"{RESET}link/", {"uid": uid, "token": "x"}, JSON)

    assert response.json() == {"valid": False}


def test_reset_gives_the_same_answer_for_an_unknown_address(
    client: Client, user: User, mailoutbox: list[EmailMessage]
) -> None:
    unknown = client.post(RESET, {"email": "who@example.com"}, JSON)
    assert mailoutbox == []

    known = client.post(RESET, {"email": user.email}, JSON)

    assert (known.status_code, known.content) == (unknown.status_code, unknown.content)


def test_an_address_that_is_none_is_explained(client: Client, db: None) -> None:
    assert "email" in client.post(RESET, {"email": "who"}, JSON).json()["fields"]


@pytest.mark.parametrize(
    ("method", "url", "body"),
    [
        ("POST", SESSION, credentials("ada@example.com")),
        ("PUT", PROFILE, {"name": "Ada"}),
        ("PUT", CHANGE, {"old_password": PASSWORD, **NEW_PASSWORDS}),
        ("POST", RESET, {"email": "ada@example.com"}),
        ("POST", f"{RESET}link/", {"uid": "x", "token": "x"}),
        ("PUT", RESET, {"uid": "x", "token": "x", **NEW_PASSWORDS}),
    ],
)
def test_a_module_may_close_what_it_has_pages_for(
    signed_in: Client, settings: Settings, method: str, url: str, body: dict[str, str]
) -> None:
    settings.ACCOUNTS_INTERFACE = False

    response = signed_in.generic(method, url, json.dumps(body), JSON)

    assert response.status_code == 404
    assert signed_in.get(SESSION).json()["user"]


def test_pages_of_accounts_are_pages_of_the_frontend(signed_in: Client) -> None:
    for name in ("login", "profile", "password_change", "password_reset"):
        assert 'id="root"' in signed_in.get(reverse(f"accounts:{name}")).text

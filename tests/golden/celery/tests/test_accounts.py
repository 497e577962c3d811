import re

import pytest
from django.core.mail import EmailMessage
from django.test import Client
from django.urls import reverse

from night_shift.accounts.models import User

from .factories import PASSWORD, create_user

pytestmark = pytest.mark.urls("tests.urls")

LOGIN = reverse("accounts:login")
PROFILE = reverse("accounts:profile")
RESET = reverse("accounts:password_reset")
NEW_PASSWORD = "an entirely different phrase"


@pytest.mark.parametrize("typed", ["ada@example.com", "Ada@Example.COM"])
def test_user_signs_in_with_address_in_any_case(
    client: Client, db: None, typed: str
) -> None:
    create_user("ada@example.com")

    response = client.post(LOGIN, {"username": typed, "password": PASSWORD})

    assert response.status_code == 302
    assert response["Location"] == reverse("pages:dashboard")


def test_wrong_password_and_unknown_address_get_the_same_answer(
    client: Client, user: User
) -> None:
    known = client.post(LOGIN, {"username": user.email, "password": "wrong"})
    unknown = client.post(LOGIN, {"username": "who@example.com", "password": "wrong"})

    assert known.context["form"].errors == unknown.context["form"].errors


def test_inactive_user_cannot_sign_in(client: Client, user: User) -> None:
    user.is_active = False
    user.save()

    response = client.post(LOGIN, {"username": user.email, "password": PASSWORD})

    assert response.status_code == 200


def test_signing_in_returns_to_the_page_asked_for(client: Client, user: User) -> None:
    response = client.get(PROFILE)
    assert response["Location"] == f"{LOGIN}?next={PROFILE}"

    response = client.post(
        response["Location"],
        {"username": user.email, "password": PASSWORD, "next": PROFILE},
    )

    assert response["Location"] == PROFILE


def test_signing_in_never_leads_to_another_site(client: Client, user: User) -> None:
    response = client.post(
        LOGIN,
        {"username": user.email, "password": PASSWORD, "next": "https://evil.example/"},
    )

    assert response["Location"] == reverse("pages:dashboard")


def test_signed_in_user_skips_the_sign_in_page(signed_in: Client) -> None:
    assert signed_in.get(LOGIN)["Location"] == reverse("pages:dashboard")


def test_signing_out_takes_a_post(signed_in: Client) -> None:
    assert signed_in.get(reverse("accounts:logout")).status_code == 405

    signed_in.post(reverse("accounts:logout"))

    assert signed_in.get(PROFILE).status_code == 302


def test_user_changes_name(signed_in: Client, user: User) -> None:
    response = signed_in.post(PROFILE, {"name": "Countess"}, follow=True)

    user.refresh_from_db()
    assert user.name == "Countess"
    assert "Your profile is saved." in response.text


def test_profile_form_changes_nothing_but_the_name(
    signed_in: Client, user: User
) -> None:
    email = user.email

    signed_in.post(
        PROFILE, {"name": "Ada", "email": "new@example.com", "is_staff": "on"}
    )

    user.refresh_from_db()
    assert (user.email, user.is_staff) == (email, False)


def test_too_long_a_name_is_explained(signed_in: Client) -> None:
    response = signed_in.post(PROFILE, {"name": "A" * 151})

    assert response.status_code == 200
    assert "at most 150 characters" in response.text


def test_user_changes_password_and_stays_signed_in(
    signed_in: Client, user: User
) -> None:
    response = signed_in.post(
        reverse("accounts:password_change"),
        {
            "old_password": PASSWORD,
            "new_password1": NEW_PASSWORD,
            "new_password2": NEW_PASSWORD,
        },
        follow=True,
    )

    user.refresh_from_db()
    assert user.check_password(NEW_PASSWORD)
    assert "Your password is changed." in response.text


def test_user_resets_a_forgotten_password_once(
    client: Client, user: User, mailoutbox: list[EmailMessage]
) -> None:
    client.post(RESET, {"email": user.email})
    (mail,) = mailoutbox
    link = re.search(r"http://testserver(/\S+)", str(mail.body))
    assert link

    form = client.get(link[1], follow=True)
    response = client.post(
        form.request["PATH_INFO"],
        {"new_password1": NEW_PASSWORD, "new_password2": NEW_PASSWORD},
        follow=True,
    )

    user.refresh_from_db()
    assert user.check_password(NEW_PASSWORD)
    assert "Your new password is set." in response.text
    assert "does not work any more" in client.get(link[1]).text


def test_reset_gives_the_same_answer_for_an_unknown_address(
    client: Client, user: User, mailoutbox: list[EmailMessage]
) -> None:
    unknown = client.post(RESET, {"email": "who@example.com"}, follow=True)
    assert mailoutbox == []

    known = client.post(RESET, {"email": user.email}, follow=True)

    assert list(map(str, known.context["messages"])) == list(
        map(str, unknown.context["messages"])
    )


@pytest.mark.usefixtures("one_moment")
def test_passwords_are_not_guessed_for_ever(client: Client, user: User) -> None:
    guess = {"username": user.email, "password": "wrong"}

    tries = [client.post(LOGIN, guess).status_code for _ in range(21)]

    assert tries == [200] * 20 + [429]


@pytest.mark.usefixtures("one_moment")
def test_inboxes_are_not_flooded(
    client: Client, user: User, mailoutbox: list[EmailMessage]
) -> None:
    for _ in range(5):
        client.post(RESET, {"email": user.email})

    assert len(mailoutbox) == 3

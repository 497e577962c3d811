import re

import pytest
from django.contrib.auth.hashers import MD5PasswordHasher
from django.core.mail import EmailMessage
from django.test import Client
from django.urls import reverse

from ..users import User
from .conftest import Options
from .factories import PASSWORD
from .people import code_in, is_signed_in, link_in, only, sign_in, sign_up

pytestmark = pytest.mark.django_db
UNKNOWN = "who@example.com"
NEW_PASSWORD = "an entirely different phrase"


def normalized(text: str, email: str) -> str:
    """A page without what differs from one request to the next."""
    text = re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", text)
    return text.replace(email, "ADDRESS")


@pytest.fixture
def hashes(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """One item for each time the server computes a hash, which is what takes long."""
    computed: list[str] = []
    encode = MD5PasswordHasher.encode

    def counted(self: MD5PasswordHasher, password: str, salt: str) -> str:
        computed.append(salt)
        return encode(self, password, salt)

    monkeypatch.setattr(MD5PasswordHasher, "encode", counted)
    return computed


@pytest.mark.parametrize(
    ("page", "fields"),
    [
        ("account_login", {"password": "wrong"}),
        ("account_signup", {"password1": PASSWORD}),
        ("account_reset_password", {}),
        ("account_request_login_code", {}),
    ],
)
def test_known_and_unknown_address_get_the_same_answer_after_the_same_work(
    page: str,
    fields: dict[str, str],
    person: User,
    options: Options,
    hashes: list[str],
    mailoutbox: list[EmailMessage],
) -> None:
    options(ACCOUNT_LOGIN_BY_CODE_ENABLED=True)
    field = "login" if page == "account_login" else "email"
    answers = []
    for email in (person.email, UNKNOWN):
        hashes.clear()
        mailoutbox.clear()
        response = Client().post(reverse(page), {field: email, **fields}, follow=True)
        text = normalized(response.text, email)
        answers.append((response.redirect_chain, text, len(hashes), len(mailoutbox)))

    assert answers[0] == answers[1]


def test_person_signs_in_and_out(client: Client, person: User) -> None:
    response = sign_in(client, person.email.upper())
    assert response["Location"] == reverse("pages:dashboard")
    assert is_signed_in(client)

    assert "Sign out?" in client.get(reverse("accounts:logout")).text
    assert is_signed_in(client)
    client.post(reverse("accounts:logout"))

    assert not is_signed_in(client)


def test_projects_own_sign_in_gives_way(client: Client) -> None:
    for name in ("accounts:login", "accounts:password_reset"):
        templates = [each.name for each in client.get(reverse(name)).templates]
        assert "auth/_card.html" in templates


def test_links_of_the_projects_own_resets_lead_to_the_page(client: Client) -> None:
    response = client.get(reverse("accounts:password_reset_confirm", args=["a", "b"]))

    assert response["Location"] == reverse("account_reset_password")


def test_signing_in_returns_to_the_page_asked_for_and_to_no_other_site(
    person: User,
) -> None:
    for target, location in {
        reverse("auth:profile"): reverse("auth:profile"),
        "https://evil.example/": reverse("pages:dashboard"),
    }.items():
        response = Client().post(
            reverse("account_login"),
            {"login": person.email, "password": PASSWORD, "next": target},
        )
        assert response["Location"] == location


def test_guessing_is_stopped_and_right_passwords_stop_with_it(
    client: Client, person: User
) -> None:
    for _ in range(5):
        assert "not correct" in sign_in(client, person.email, "wrong").text

    assert "Too many failed" in sign_in(client, person.email).text
    assert not is_signed_in(client)


def test_too_many_sign_ups_get_a_friendly_429(client: Client) -> None:
    for number in range(20):
        sign_up(client, f"someone{number}@example.com")

    response = sign_up(client, UNKNOWN)

    assert response.status_code == 429
    assert "Too many tries" in response.text


def test_inactive_person_cannot_sign_in(client: Client, person: User) -> None:
    person.is_active = False
    person.save()

    response = client.post(
        reverse("account_login"),
        {"login": person.email, "password": PASSWORD},
        follow=True,
    )

    assert "This account is closed" in response.text
    assert not is_signed_in(client)


def test_reset_link_works_once(
    client: Client, person: User, mailoutbox: list[EmailMessage]
) -> None:
    client.post(reverse("account_reset_password"), {"email": person.email})
    link = link_in(only(mailoutbox))
    form = client.get(link, follow=True)

    response = client.post(
        form.request["PATH_INFO"],
        {"password1": NEW_PASSWORD, "password2": NEW_PASSWORD},
        follow=True,
    )

    assert "Your new password is set" in response.text
    assert "Your password was reset" in mailoutbox[-1].subject
    assert "does not work any more" in client.get(link, follow=True).text
    sign_in(client, person.email, NEW_PASSWORD)
    assert is_signed_in(client)


def test_option_code_login_signs_in_with_a_code_sent_by_mail(
    client: Client, person: User, options: Options, mailoutbox: list[EmailMessage]
) -> None:
    options(ACCOUNT_LOGIN_BY_CODE_ENABLED=True)
    page = reverse("account_request_login_code")
    assert page in client.get(reverse("account_login")).text
    client.get(page)

    client.post(page, {"email": person.email})
    client.get(reverse("account_confirm_login_code"))
    client.post(
        reverse("account_confirm_login_code"), {"code": code_in(only(mailoutbox))}
    )

    assert is_signed_in(client)


def test_without_code_login_there_is_no_such_page(client: Client) -> None:
    assert client.get("/accounts/login/code/").status_code == 404


def test_mail_about_an_unknown_account_offers_a_sign_up_only_where_there_is_one(
    client: Client, options: Options, mailoutbox: list[EmailMessage]
) -> None:
    for signup, offered in {"open": True, "closed": False}.items():
        options(AUTH_SIGNUP=signup)
        client.post(reverse("account_reset_password"), {"email": UNKNOWN})
        body = str(mailoutbox[-1].body)
        assert (reverse("account_signup") in body) is offered

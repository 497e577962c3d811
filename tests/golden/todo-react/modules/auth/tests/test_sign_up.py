import pytest
from allauth.account.models import EmailAddress
from django.core.cache import cache
from django.core.mail import EmailMessage
from django.test import Client
from django.urls import reverse

from ..users import User
from .conftest import Options
from .factories import create_person
from .people import (
    code_in,
    enter_code,
    is_signed_in,
    is_user,
    link_in,
    only,
    sign_in,
    sign_up,
)

pytestmark = pytest.mark.django_db
NEW = "grace@example.com"


def test_person_signs_up_gets_a_mail_enters_its_code_and_is_signed_in(
    client: Client, mailoutbox: list[EmailMessage]
) -> None:
    response = sign_up(client, "Grace@Example.COM")
    assert response["Location"] == reverse("account_email_verification_sent")
    assert not is_signed_in(client)

    response = enter_code(client, code_in(only(mailoutbox)))

    assert response["Location"] == reverse("pages:dashboard")
    assert is_user(client, User.objects.get(email=NEW))


def test_unverified_person_cannot_enter(
    client: Client, mailoutbox: list[EmailMessage]
) -> None:
    person = create_person(verified=False)

    response = sign_in(client, person.email)

    assert response["Location"] == reverse("account_email_verification_sent")
    assert not is_signed_in(client)
    enter_code(client, code_in(only(mailoutbox)))
    assert is_signed_in(client)


def test_wrong_code_is_refused_and_the_third_ends_the_sign_up(
    client: Client, mailoutbox: list[EmailMessage]
) -> None:
    sign_up(client, NEW)
    for _ in range(2):
        assert "Incorrect code" in enter_code(client, "WRONG").text

    enter_code(client, "WRONG")

    enter_code(client, code_in(only(mailoutbox)))
    assert not is_signed_in(client)


def test_code_is_sent_again_when_asked_for(
    client: Client, mailoutbox: list[EmailMessage]
) -> None:
    sign_up(client, NEW)
    # Limits let one message out in ten seconds.
    cache.clear()

    client.post(reverse("account_email_verification_sent"), {"action": "resend"})

    old, new = map(code_in, mailoutbox)
    assert "Incorrect code" in enter_code(client, old).text
    enter_code(client, new)
    assert is_signed_in(client)


def test_sign_up_gives_the_same_answer_for_an_address_that_has_an_account(
    client: Client, person: User, mailoutbox: list[EmailMessage]
) -> None:
    known = sign_up(client, person.email)
    known_page = client.get(known["Location"])
    unknown = sign_up(Client(), NEW)
    assert known.status_code == unknown.status_code == 302
    assert known["Location"] == unknown["Location"]
    assert person.email in known_page.text

    assert "You have an account already" in mailoutbox[0].subject
    assert "is your code" in mailoutbox[1].subject
    assert User.objects.count() == 2


def test_short_password_is_refused(client: Client) -> None:
    response = sign_up(client, NEW, "too short")

    assert "at least 12 characters" in response.text
    assert not User.objects.exists()


def test_option_password_min_decides_in_both_directions(
    client: Client, options: Options
) -> None:
    options(AUTH_PASSWORD_MIN=20)
    assert "at least 20 characters" in sign_up(client, NEW, "q8vZ-plums-19chars").text

    options(AUTH_PASSWORD_MIN=8)
    assert sign_up(client, NEW, "q8vZplum").status_code == 302


def test_option_signup_closed_lets_nobody_sign_up(
    client: Client, options: Options
) -> None:
    options(AUTH_SIGNUP="closed")

    response = sign_up(client, NEW)

    assert "by invitation" in response.text
    assert not User.objects.exists()
    assert reverse("account_signup") not in client.get(reverse("account_login")).text


def test_option_verification_optional_lets_people_in_at_once_and_sends_a_link(
    client: Client, options: Options, mailoutbox: list[EmailMessage]
) -> None:
    options(
        ACCOUNT_EMAIL_VERIFICATION="optional",
        ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED=False,
    )

    sign_up(client, NEW)

    assert is_signed_in(client)
    link = link_in(only(mailoutbox))
    assert NEW in client.get(link).text
    client.post(link)
    assert EmailAddress.objects.get(email=NEW).verified
    assert "does not work any more" in client.get(link).text


def test_option_verification_none_sends_nothing(
    client: Client, options: Options, mailoutbox: list[EmailMessage]
) -> None:
    options(
        ACCOUNT_EMAIL_VERIFICATION="none",
        ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED=False,
    )

    sign_up(client, NEW)

    assert is_signed_in(client)
    assert mailoutbox == []

"""What somebody does in a browser, without the browser."""

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from allauth.mfa.totp.internal.auth import (
    format_hotp_value,
    hotp_value,
    yield_hotp_counters_from_time,
)
from django.core.mail import EmailMessage
from django.test import Client
from django.urls import reverse

from ..users import User
from .factories import PASSWORD

if TYPE_CHECKING:
    from django.test.client import _MonkeyPatchedWSGIResponse as Response


def sign_up(client: Client, email: str, password: str = PASSWORD) -> "Response":
    return client.post(
        reverse("account_signup"), {"email": email, "password1": password}
    )


def sign_in(client: Client, email: str, password: str = PASSWORD) -> "Response":
    return client.post(reverse("account_login"), {"login": email, "password": password})


def confirm(client: Client, password: str = PASSWORD) -> "Response":
    """Answers the question of sensitive pages, before they ask it."""
    return client.post(reverse("account_reauthenticate"), {"password": password})


def enter_code(client: Client, code: str) -> "Response":
    return client.post(reverse("account_email_verification_sent"), {"code": code})


def code_in(mail: EmailMessage) -> str:
    match = re.search(r"^    (\S+)$", str(mail.body), re.MULTILINE)
    assert match, mail.body
    return match[1]


def link_in(mail: EmailMessage) -> str:
    match = re.search(r"http://testserver(/\S+)", str(mail.body))
    assert match, mail.body
    return match[1]


def only(mails: Sequence[EmailMessage]) -> EmailMessage:
    (mail,) = mails
    return mail


def is_signed_in(client: Client) -> bool:
    return client.get(reverse("auth:profile")).status_code == 200


def is_user(client: Client, user: User) -> bool:
    return client.session.get("_auth_user_id") == str(user.pk)


def code_of_app(secret: str) -> str:
    counter = next(iter(yield_hotp_counters_from_time()))
    code: str = format_hotp_value(hotp_value(secret, counter))
    return code

"""Connects what allauth and Django tell about accounts to the log."""

from typing import Any

from allauth.account import signals as account
from allauth.mfa import signals as mfa
from allauth.mfa.models import Authenticator
from allauth.socialaccount import signals as social
from allauth.socialaccount.models import SocialAccount, SocialLogin
from django.contrib.auth.signals import user_logged_out, user_login_failed
from django.dispatch import Signal
from django.http import HttpRequest

from . import audit, selectors, services
from .users import User

# Signals that name the user.
EVENTS: dict[str, Signal] = {
    "signed in": account.user_logged_in,
    "signed out": user_logged_out,
    "signed up": account.user_signed_up,
    "password set": account.password_set,
    "password changed": account.password_changed,
    "password reset": account.password_reset,
    "email changed": account.email_changed,
    "email removed": account.email_removed,
    "second factor added": mfa.authenticator_added,
    "second factor removed": mfa.authenticator_removed,
    "second factor replaced": mfa.authenticator_reset,
    "second factor refused": mfa.authentication_failed,
}


def connect() -> None:
    for event, signal in EVENTS.items():
        signal.connect(
            recorder(event), weak=False, dispatch_uid=f"modules.auth {event}"
        )
    user_login_failed.connect(on_login_failed)
    social.social_account_added.connect(on_account_connected)
    social.social_account_removed.connect(on_account_disconnected)
    account.user_signed_up.connect(on_signed_up)
    mfa.authenticator_added.connect(on_authenticator_added)


def recorder(event: str) -> Any:
    def receive(
        user: User | None, authenticator: Authenticator | None = None, **_kwargs: object
    ) -> None:
        facts = {"type": authenticator.type} if authenticator else {}
        audit.record(event, user=user, **facts)

    return receive


def on_login_failed(**_kwargs: object) -> None:
    audit.record("sign-in refused", user=None)


def on_account_connected(sociallogin: SocialLogin, **_kwargs: object) -> None:
    provider = sociallogin.account.provider
    audit.record("account connected", user=sociallogin.user, provider=provider)


def on_account_disconnected(socialaccount: SocialAccount, **_kwargs: object) -> None:
    provider = socialaccount.provider
    audit.record("account disconnected", user=socialaccount.user, provider=provider)


def on_signed_up(request: HttpRequest, user: User, **_kwargs: object) -> None:
    services.accept_invitation(user=user, request=request)


def on_authenticator_added(request: HttpRequest, **_kwargs: object) -> None:
    request.session[selectors.ENROLLED] = True

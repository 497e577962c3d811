"""Where allauth asks this project how it wants things."""

import base64
import hashlib
from typing import Any, cast

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core import context
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.socialaccount.adapter import (
    DefaultSocialAccountAdapter,
    _build_apps_from_settings,
)
from allauth.socialaccount.models import SocialApp, SocialLogin
from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import AnonymousUser
from django.contrib.auth.password_validation import validate_password
from django.http import HttpRequest
from django.utils.encoding import force_bytes
from django.utils.translation import gettext as _

from . import selectors
from .browsers import browser_name
from .users import User

# What the project's model holds.
NAME_LENGTH = 150


class AccountAdapter(DefaultAccountAdapter):
    def is_open_for_signup(self, request: HttpRequest) -> bool:
        match settings.AUTH_SIGNUP:
            case "open":
                return True
            case "invite":
                return selectors.invitation_of(request=request) is not None
            case _:
                return False

    def format_email_subject(self, subject: str) -> str:
        return f"{subject} · {settings.SITE_TITLE}"

    def get_reauthentication_methods(
        self, user: AbstractBaseUser | AnonymousUser
    ) -> list[dict[str, Any]]:
        methods: list[dict[str, Any]] = super().get_reauthentication_methods(user)
        words = {
            "reauthenticate": _("Use your password"),
            "mfa_reauthenticate": _("Use a code"),
            "mfa_reauthenticate:webauthn": _("Use a passkey"),
        }
        for method in methods:
            method["description"] = words[method["id"]]
        return methods

    def clean_password(
        self, password: str, user: AbstractBaseUser | None = None
    ) -> str:
        validate_password(
            password, cast(User | None, user), selectors.password_validators()
        )
        return password


class SocialAccountAdapter(DefaultSocialAccountAdapter):
    def is_open_for_signup(
        self, request: HttpRequest, sociallogin: SocialLogin
    ) -> bool:
        if not super().is_open_for_signup(request, sociallogin):
            return False
        if settings.AUTH_SIGNUP != "invite":
            return True
        # An invitation is for one address, whichever way its owner signs up.
        invitation = selectors.invitation_of(request=request)
        proved = {address.email.lower() for address in sociallogin.email_addresses}
        return invitation is not None and invitation.email in proved

    def list_apps(
        self,
        request: HttpRequest,
        provider: str | None = None,
        client_id: str | None = None,
    ) -> list[SocialApp]:
        """Those of the settings, without a look into the database.

        A developer's machine has no ids of providers, so it offers none.
        """
        configured = _build_apps_from_settings(provider=provider, client_id=client_id)
        return [app for apps in configured.values() for app in apps if app.client_id]

    def populate_user(
        self, request: HttpRequest, sociallogin: SocialLogin, data: dict[str, Any]
    ) -> User:
        user: User = super().populate_user(request, sociallogin, data)
        parts = (data.get("first_name"), data.get("last_name"))
        name = data.get("name") or " ".join(part for part in parts if part)
        user.name = name[:NAME_LENGTH]
        return user


class MFAAdapter(DefaultMFAAdapter):
    """Keeps the secrets of second factors encrypted: a copy of the database opens nothing."""

    def get_totp_issuer(self) -> str:
        return str(settings.SITE_TITLE)

    def generate_authenticator_name(self, *_args: object, **_kwargs: object) -> str:
        return browser_name(context.request.headers.get("User-Agent", ""))

    def build_totp_svg(self, url: str) -> str:
        svg = super().build_totp_svg(url)
        # An XML declaration has no place inside of a page.
        return svg[svg.index("<svg") :]

    def encrypt(self, text: str) -> str:
        return ciphers().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return ciphers().decrypt(encrypted_text.encode()).decode()


def ciphers() -> MultiFernet:
    """Of the secret key, and of those before it that are still accepted."""
    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    digests = (
        hashlib.sha256(b"modules.auth" + force_bytes(key)).digest() for key in keys
    )
    return MultiFernet([Fernet(base64.urlsafe_b64encode(digest)) for digest in digests])

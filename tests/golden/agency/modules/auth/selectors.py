from typing import Any

from allauth.account.authentication import get_authentication_records
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled
from allauth.socialaccount.models import SocialAccount
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.auth.password_validation import (
    MinimumLengthValidator,
    get_default_password_validators,
)
from django.core import signing
from django.db.models import QuerySet
from django.http import HttpRequest

from . import signals
from .models import Invitation
from .users import User

INVITATION_SALT = "modules.auth.invitation"

# What this module keeps in sessions.
INVITED = "modules_auth_invited"
ENROLLED = "modules_auth_enrolled"


def invitation_from(*, token: str) -> Invitation | None:
    """The invitation a link stands for, if it can still be accepted."""
    try:
        pk, sent = signing.loads(token, salt=INVITATION_SALT)
    except signing.BadSignature:
        return None
    invitation = Invitation.objects.open().filter(pk=pk).first()
    if invitation is None or invitation.sent_at.isoformat() != sent:
        return None
    return invitation


def invitation_of(*, request: HttpRequest) -> Invitation | None:
    """The invitation that the owner of this browser has begun to accept."""
    if INVITED not in request.session:
        return None
    return Invitation.objects.open().filter(pk=request.session[INVITED]).first()


def password_validators() -> list[Any]:
    """Those of the project, with the length that the option `password-min` asks for."""
    others = [
        validator
        for validator in get_default_password_validators()
        if not isinstance(validator, MinimumLengthValidator)
    ]
    return [MinimumLengthValidator(settings.AUTH_PASSWORD_MIN), *others]


def has_second_factor(*, user: User) -> bool:
    return bool(
        is_mfa_enabled(user, [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN])
    )


def used_second_factor(*, request: HttpRequest, user: User) -> bool:
    """Whether this session began with a second factor, was confirmed with one or set one up."""
    if ENROLLED in request.session:
        return True
    records = get_authentication_records(request, user)
    return any(record["method"] == "mfa" for record in records)


def sessions_of(*, user: User) -> QuerySet[UserSession]:
    sessions: QuerySet[UserSession] = UserSession.objects.filter(user=user)
    return sessions


def personal_data(*, user: User) -> dict[str, Any]:
    """All that this site keeps about somebody, but for secrets."""
    addresses = EmailAddress.objects.filter(user=user)
    accounts = SocialAccount.objects.filter(user=user)
    factors = Authenticator.objects.filter(user=user)
    sessions = sessions_of(user=user)
    names = ["email", "name", "date_joined", "last_login"]
    if field := settings.ACCOUNT_USER_MODEL_USERNAME_FIELD:
        names.insert(0, field)
    data: dict[str, Any] = {
        "profile": {name: getattr(user, name) for name in names},
        "email_addresses": list(addresses.values("email", "verified", "primary")),
        "connected_accounts": list(
            accounts.values(
                "provider", "uid", "last_login", "date_joined", "extra_data"
            )
        ),
        "second_factors": list(factors.values("type", "created_at", "last_used_at")),
        "sessions": list(
            sessions.values("ip", "user_agent", "created_at", "last_seen_at")
        ),
    }
    signals.personal_data_requested.send(sender=User, user=user, data=data)
    return data

"""Accounts for tests, also for those of other modules."""

from itertools import count

from allauth.account.models import EmailAddress
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret

from ..users import User

PASSWORD = "correct horse battery staple"

_numbers = count(1)


def create_person(
    email: str = "",
    *,
    name: str = "Ada Lovelace",
    verified: bool = True,
    is_staff: bool = False,
    is_superuser: bool = False,
) -> User:
    user = User.objects.create_user(
        email or f"person{next(_numbers)}@example.com",
        PASSWORD,
        name=name,
        is_staff=is_staff,
        is_superuser=is_superuser,
    )
    EmailAddress.objects.create(
        user=user, email=user.email, verified=verified, primary=True
    )
    return user


def give_authenticator_app(user: User) -> str:
    """The secret of the app that the person has from now on."""
    secret: str = generate_totp_secret()
    TOTP.activate(user, secret)
    return secret


def give_recovery_codes(user: User) -> list[str]:
    codes: list[str] = RecoveryCodes.activate(user).get_unused_codes()
    return codes

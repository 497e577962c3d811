from allauth.account.adapter import get_adapter
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.core import signing
from django.db import transaction
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import get_random_string

from . import audit, selectors, signals
from .models import Invitation
from .users import User


def update_profile(*, user: User, name: str) -> None:
    user.name = name
    user.save(update_fields=["name"])
    audit.record("profile changed", user=user)


def invite(*, email: str, invited_by: User, request: HttpRequest) -> Invitation:
    """Sends an invitation, or sends it again; the link of the mail before stops working."""
    with transaction.atomic():
        invitation, _created = Invitation.objects.update_or_create(
            email=User.objects.normalize_email(email),
            defaults={
                "invited_by": invited_by,
                "sent_at": timezone.now(),
                "accepted_at": None,
            },
        )
    page = reverse("auth:invitation", args=[token_of(invitation=invitation)])
    link = request.build_absolute_uri(page)
    get_adapter(request).send_mail(
        "auth/email/invitation",
        invitation.email,
        {"link": link, "days": Invitation.DAYS, "invited_by": invited_by},
    )
    audit.record("invitation sent", user=invited_by, invitation=invitation.pk)
    return invitation


def token_of(*, invitation: Invitation) -> str:
    """What the link of an invitation holds."""
    sent = invitation.sent_at.isoformat()
    return signing.dumps([invitation.pk, sent], salt=selectors.INVITATION_SALT)


def begin_sign_up(*, invitation: Invitation, request: HttpRequest) -> None:
    """Lets this browser sign up. Who has the link reads the mail: the address is proved."""
    request.session[selectors.INVITED] = invitation.pk
    get_adapter(request).stash_verified_email(request, invitation.email)


def accept_invitation(*, user: User, request: HttpRequest) -> None:
    """Uses up the invitation this browser signed up with, if there was one."""
    pk = request.session.pop(selectors.INVITED, None)
    accepted = Invitation.objects.filter(pk=pk).update(accepted_at=timezone.now())
    if accepted:
        audit.record("invitation accepted", user=user, invitation=pk)


def end_session(*, session: UserSession) -> None:
    """The browser of the session is signed out with its next request."""
    pk = session.pk
    session.end()
    audit.record("session ended", user=session.user, session=pk)


def delete_account(*, user: User) -> None:
    """Forgets who somebody was and signs them out everywhere.

    The row stays, so that what others share with it stays whole; nothing in it tells who it
    was. `signals.account_deleting` lets other code do the same with its own.
    """
    with transaction.atomic():
        signals.account_deleting.send(sender=User, user=user)
        Invitation.objects.filter(email=user.email).delete()
        for kept in (EmailAddress, SocialAccount, Authenticator):
            kept.objects.filter(user=user).delete()
        for session in selectors.sessions_of(user=user):
            session.end()
        user.groups.clear()
        user.user_permissions.clear()
        user.email = f"{get_random_string(16).lower()}@deleted.invalid"
        if field := settings.ACCOUNT_USER_MODEL_USERNAME_FIELD:
            setattr(user, field, None)
        user.name = ""
        user.last_login = None
        user.is_active = user.is_staff = user.is_superuser = False
        # Ends the sessions nobody listed, too: each holds a hash of the password.
        user.set_unusable_password()
        user.save()
    audit.record("account deleted", user=user)

from datetime import datetime, timedelta

from django.conf import settings
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class InvitationQuerySet(models.QuerySet["Invitation"]):
    def open(self) -> "InvitationQuerySet":
        oldest = timezone.now() - timedelta(days=Invitation.DAYS)
        return self.filter(accepted_at=None, sent_at__gt=oldest)


class Invitation(models.Model):
    """The right to create one account, for the owner of one address.

    Its link is signed and holds no more than the key of the row and when it was sent: the
    newest link works, and none works once the row is accepted or deleted.
    """

    DAYS = 7

    email = models.EmailField(_("email address"), unique=True)
    invited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("invited by"),
        on_delete=models.SET_NULL,
        related_name="+",
        null=True,
        editable=False,
    )
    sent_at = models.DateTimeField(_("sent"), default=timezone.now, editable=False)
    accepted_at = models.DateTimeField(_("accepted"), null=True, editable=False)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        verbose_name = _("invitation")
        verbose_name_plural = _("invitations")
        constraints = (
            models.CheckConstraint(
                condition=models.Q(email=Lower("email")),
                name="modules_auth_invitation_email_is_lower_case",
            ),
        )

    def __str__(self) -> str:
        return self.email

    @property
    def expires_at(self) -> datetime:
        return self.sent_at + timedelta(days=self.DAYS)

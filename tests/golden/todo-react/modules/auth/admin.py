from importlib import import_module
from typing import Any, cast

from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialApp, SocialToken
from allauth.usersessions.models import UserSession
from django.contrib import admin
from django.db.models import Model, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from . import audit, services
from .forms import InvitationForm
from .models import Invitation
from .users import AuthenticatedHttpRequest, User

# allauth registers its own first, whichever application Django asks first.
for application in ("account", "mfa", "socialaccount", "usersessions"):
    import_module(f"allauth.{application}.admin")

# Providers come from the settings, and tokens of theirs are not kept.
admin.site.unregister([SocialApp, SocialToken, Authenticator, UserSession])


class OfAUser[M: Model](admin.ModelAdmin[M]):
    """What users made themselves: staff look at it and take it away."""

    search_fields = ("user__email", "user__name")
    list_select_related = ("user",)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: M | None = None) -> bool:
        return False

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[M]) -> None:
        for each in queryset:
            self.delete_model(request, each)


@admin.register(Authenticator)
class AuthenticatorAdmin(OfAUser[Authenticator]):
    list_display = ("user", "type", "created_at", "last_used_at")
    list_filter = ("type",)
    # Not `data`: it holds the secret.
    fields = ("user", "type", "created_at", "last_used_at")

    def delete_model(self, request: HttpRequest, obj: Authenticator) -> None:
        super().delete_model(request, obj)
        audit.record("second factor removed by staff", user=obj.user, type=obj.type)


@admin.register(UserSession)
class UserSessionAdmin(OfAUser[UserSession]):
    list_display = ("user", "created_at", "ip", "user_agent")
    fields = ("user", "created_at", "last_seen_at", "ip", "user_agent")

    def delete_model(self, request: HttpRequest, obj: UserSession) -> None:
        services.end_session(session=obj)


@admin.register(Invitation)
class InvitationAdmin(admin.ModelAdmin[Invitation]):
    """Adding one sends it, also to an address that has one; deleting one takes it back."""

    form = InvitationForm
    list_display = ("email", "invited_by", "sent_at", "accepted_at")
    list_filter = ("accepted_at",)
    list_select_related = ("invited_by",)
    search_fields = ("email",)
    actions = ("send_again",)

    def has_change_permission(
        self, request: HttpRequest, obj: Invitation | None = None
    ) -> bool:
        return False

    def save_model(
        self,
        request: HttpRequest,
        obj: Invitation,
        *_form_and_change: Any,
    ) -> None:
        staff = cast(User, request.user)
        invitation = services.invite(email=obj.email, invited_by=staff, request=request)
        obj.pk = invitation.pk

    @admin.action(description=_("Send again"))
    def send_again(
        self, request: AuthenticatedHttpRequest, queryset: QuerySet[Invitation]
    ) -> None:
        for invitation in queryset.filter(accepted_at=None):
            services.invite(
                email=invitation.email, invited_by=request.user, request=request
            )
        self.message_user(request, _("The invitations are on their way."))

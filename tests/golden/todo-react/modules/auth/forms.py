"""The forms of allauth as the pages of this module show them.

In the words of this module, and without placeholders: those repeat the labels and vanish when
one types.
"""

from typing import Any

from allauth.account import forms as account
from allauth.account.adapter import get_adapter
from allauth.mfa.base import forms as mfa
from allauth.mfa.totp import forms as totp
from allauth.mfa.webauthn import forms as webauthn
from allauth.socialaccount import forms as social
from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from . import selectors
from .models import Invitation
from .users import User

LABELS = {
    "code": _("Code"),
    "email": _("Email address"),
    "name": _("Name"),
    "oldpassword": _("Current password"),
    "password": _("Password"),
    "password1": _("New password"),
    "password2": _("New password confirmation"),
    "username": _("Username"),
}


class Plain:
    fields: dict[str, forms.Field]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"label_suffix": "", **kwargs})
        for name, field in self.fields.items():
            field.label = LABELS.get(name, field.label)
            field.widget.attrs.pop("placeholder", None)
            # Of a password: a link to the reset, which the sign-in page has below the form.
            field.help_text = ""
        if "password1" in self.fields:
            # In one line instead of one for each validator; what is wrong they say themselves.
            self.fields["password1"].help_text = _(
                "At least %(count)d characters, not only digits, and nothing that is easy to guess."
            ) % {"count": settings.AUTH_PASSWORD_MIN}


class ByInvitation(account.BaseSignupForm):
    """An invitation is for one address."""

    def clean_email(self) -> str:
        email: str = super().clean_email()
        request = get_adapter().request
        if settings.AUTH_SIGNUP == "invite":
            invitation = selectors.invitation_of(request=request)
            if invitation and invitation.email != email:
                raise ValidationError(_("The invitation is for another address."))
        return email


class SignUp(Plain, ByInvitation, account.SignupForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["password1"].label = LABELS["password"]

    def try_save(self, request: HttpRequest) -> tuple[User | None, HttpResponse | None]:
        if self.account_already_exists:
            # A new account takes the time of a hash; one that is there must not answer sooner.
            User().set_password(self.cleaned_data["password1"])
        saved: tuple[User | None, HttpResponse | None] = super().try_save(request)
        return saved


class SocialSignUp(Plain, ByInvitation, social.SignupForm):
    pass


class Login(Plain, account.LoginForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        by_email = "email" in settings.ACCOUNT_LOGIN_METHODS
        self.fields["login"].label = LABELS["email" if by_email else "username"]


class AddEmail(Plain, account.AddEmailForm):
    pass


class ChangePassword(Plain, account.ChangePasswordForm):
    pass


class SetPassword(Plain, account.SetPasswordForm):
    pass


class ResetPassword(Plain, account.ResetPasswordForm):
    pass


class ResetPasswordKey(Plain, account.ResetPasswordKeyForm):
    pass


class Reauthenticate(Plain, account.ReauthenticateForm):
    pass


class RequestLoginCode(Plain, account.RequestLoginCodeForm):
    pass


class ConfirmLoginCode(Plain, account.ConfirmLoginCodeForm):
    pass


class ConfirmEmailCode(Plain, account.ConfirmEmailVerificationCodeForm):
    pass


class SecondFactor(Plain, mfa.AuthenticateForm):
    pass


class SecondFactorAgain(Plain, mfa.ReauthenticateForm):
    pass


class ActivateTOTP(Plain, totp.ActivateTOTPForm):
    pass


class AddPasskey(Plain, webauthn.AddWebAuthnForm):
    """Every key is a passkey: it signs in on its own, and it asks who is there."""

    passwordless = forms.BooleanField(
        initial=True, required=False, widget=forms.HiddenInput
    )


class ProfileForm(Plain, forms.ModelForm[User]):
    class Meta:
        model = User
        fields = ("name",)
        widgets = {"name": forms.TextInput(attrs={"autocomplete": "name"})}


class InvitationForm(forms.ModelForm[Invitation]):
    class Meta:
        model = Invitation
        fields = ("email",)

    def clean_email(self) -> str:
        email = User.objects.normalize_email(self.cleaned_data["email"])
        if User.objects.filter(email=email).exists():
            raise ValidationError(_("There is an account for this address already."))
        return email

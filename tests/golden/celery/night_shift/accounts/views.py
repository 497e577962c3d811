from django.contrib import messages
from django.contrib.auth import views as auth_views
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.forms import (
    PasswordChangeForm,
    PasswordResetForm,
    SetPasswordForm,
)
from django.contrib.messages.views import SuccessMessageMixin
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse_lazy
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import FormView

from ..http import AuthenticatedHttpRequest
from ..limits import limit_posts
from . import services
from .forms import LoginForm, ProfileForm
from .models import User


@method_decorator(limit_posts("username", times=20), name="dispatch")
class LoginView(auth_views.LoginView):
    template_name = "accounts/login.html"
    authentication_form = LoginForm
    redirect_authenticated_user = True


class PasswordChangeView(
    SuccessMessageMixin[PasswordChangeForm], auth_views.PasswordChangeView
):
    template_name = "accounts/password_change.html"
    success_url = reverse_lazy("accounts:profile")
    success_message = gettext_lazy("Your password is changed.")


@method_decorator(login_not_required, name="dispatch")
@method_decorator(limit_posts("email", times=3), name="dispatch")
class PasswordResetView(
    SuccessMessageMixin[PasswordResetForm], FormView[PasswordResetForm]
):
    template_name = "accounts/password_reset.html"
    form_class = PasswordResetForm
    success_url = reverse_lazy("accounts:login")
    # The same words whether or not the address is known.
    success_message = gettext_lazy(
        "If there is an account for that address, a message with a link is on its way."
    )

    def form_valid(self, form: PasswordResetForm) -> HttpResponse:
        services.request_password_reset(
            email=form.cleaned_data["email"], request=self.request
        )
        return super().form_valid(form)


class PasswordResetConfirmView(
    SuccessMessageMixin[SetPasswordForm[User]], auth_views.PasswordResetConfirmView
):
    template_name = "accounts/password_reset_confirm.html"
    success_url = reverse_lazy("accounts:login")
    success_message = gettext_lazy("Your new password is set. Sign in with it.")


def profile(request: AuthenticatedHttpRequest) -> HttpResponse:
    form = ProfileForm(request.POST or None, instance=request.user)
    if request.method == "POST" and form.is_valid():
        form.save()
        messages.success(request, _("Your profile is saved."))
        return redirect("accounts:profile")
    return render(request, "accounts/profile.html", {"form": form})

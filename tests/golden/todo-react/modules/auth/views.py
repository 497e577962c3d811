from typing import Any, cast

from allauth.account import views as account
from allauth.socialaccount.adapter import get_adapter as get_social_adapter
from allauth.socialaccount.providers.base.utils import respond_to_login_on_get
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import REDIRECT_FIELD_NAME, logout
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseRedirect,
    JsonResponse,
)
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from . import audit, selectors, services
from .forms import ProfileForm
from .users import AuthenticatedHttpRequest


def profile(request: AuthenticatedHttpRequest) -> HttpResponse:
    form = ProfileForm(request.POST or None, instance=request.user)
    if request.method == "POST" and form.is_valid():
        services.update_profile(user=request.user, name=form.cleaned_data["name"])
        messages.success(request, _("Your profile is saved."))
        return redirect("auth:profile")
    return render(request, "auth/profile.html", {"form": form})


@require_GET
@never_cache
def data(request: AuthenticatedHttpRequest) -> HttpResponse:
    personal_data = selectors.personal_data(user=request.user)
    audit.record("data exported", user=request.user)
    response = JsonResponse(personal_data, json_dumps_params={"indent": 2})
    response["Content-Disposition"] = 'attachment; filename="my-data.json"'
    return response


def delete(request: AuthenticatedHttpRequest) -> HttpResponse:
    problem = None
    if request.method == "POST":
        try:
            services.delete_account(user=request.user)
        except ValidationError as error:
            problem = error
        else:
            logout(request)
            messages.success(request, _("Your account is deleted."))
            return redirect(settings.LOGOUT_REDIRECT_URL)
    return render(request, "auth/delete.html", {"problem": problem})


@require_POST
def end_session(request: AuthenticatedHttpRequest, pk: int) -> HttpResponse:
    session = get_object_or_404(selectors.sessions_of(user=request.user), pk=pk)
    services.end_session(session=session)
    messages.success(request, _("That browser is signed out."))
    return redirect("usersessions_list")


@login_not_required
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """Accepted with a POST only: programs that look at the links of mails send none."""
    found = selectors.invitation_from(token=token)
    if found and request.method == "POST":
        services.begin_sign_up(invitation=found, request=request)
        return redirect("account_signup")
    context = {"invitation": found}
    return render(
        request, "auth/invitation.html", context, status=200 if found else 410
    )


@login_not_required
def provider_sign_in(request: HttpRequest, provider: str) -> HttpResponse:
    """Leads to a provider, but not with a redirect.

    The policy of every page lets forms go to this site only, and browsers hold redirects
    after a form to that. A page that goes on by itself needs no exception.
    """
    configured = get_social_adapter().list_providers(request)
    found = next((each for each in configured if each.id == provider), None)
    if found is None:
        raise Http404
    response: HttpResponse | None = respond_to_login_on_get(request, found)
    if response is None:
        response = found.redirect_from_request(request)
    if isinstance(response, HttpResponseRedirect):
        context = {"provider": found, "redirect_to": response.url}
        response = render(request, "socialaccount/login_redirect.html", context)
    return response


@login_not_required
def admin_sign_in(
    request: HttpRequest, extra_context: dict[str, Any] | None = None
) -> HttpResponse:
    """The sign-in page of every admin site."""
    if not request.user.is_authenticated:
        return cast(HttpResponse, account.login(request))
    if not request.user.is_staff:
        raise PermissionDenied
    target = request.GET.get(REDIRECT_FIELD_NAME, "")
    if url_has_allowed_host_and_scheme(
        target, {request.get_host()}, request.is_secure()
    ):
        return redirect(target)
    return redirect("admin:index")

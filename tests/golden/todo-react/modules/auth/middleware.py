from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from . import selectors
from .users import User

type GetResponse = Callable[[HttpRequest], HttpResponse]


class SecondFactorMiddleware:
    """Asks for a second factor where the option `mfa` wants one.

    `staff` wants it in the admin, on every admin site of the project; `all` wants it on every
    page that needs somebody signed in. The pages of this module stay open: a second factor is
    set up there.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], *_args: Any
    ) -> HttpResponse | None:
        user = request.user
        if not user.is_authenticated or not guarded(request, user, view):
            return None
        if not selectors.has_second_factor(user=user):
            messages.warning(
                request, _("Set up a second factor first: this page needs one.")
            )
            return HttpResponseRedirect(reverse("mfa_index"))
        if not selectors.used_second_factor(request=request, user=user):
            query = urlencode({REDIRECT_FIELD_NAME: request.get_full_path()})
            return HttpResponseRedirect(f"{reverse('mfa_reauthenticate')}?{query}")
        return None


def guarded(request: HttpRequest, user: User, view: Callable[..., Any]) -> bool:
    match = request.resolver_match
    if match is None or match.url_name in {"login", "logout"}:
        return False
    match settings.AUTH_MFA:
        case "staff":
            # Others are refused by the admin itself.
            return user.is_staff and "admin" in match.app_names
        case "all":
            needs_sign_in: bool = getattr(view, "login_required", True)
            own_pages = reverse("auth:profile").removesuffix("profile/")
            return needs_sign_in and not request.path.startswith(own_pages)
        case _:
            return False

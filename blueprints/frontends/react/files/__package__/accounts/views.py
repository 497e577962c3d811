from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse

from ..api import answer
from ..document import document
from .api import ResetLink, check_reset_link


@login_not_required
def login(request: HttpRequest) -> HttpResponse:
    return document(request, "accounts/sign-in.tsx")


def profile(request: HttpRequest) -> HttpResponse:
    return document(request, "accounts/profile.tsx")


def password_change(request: HttpRequest) -> HttpResponse:
    return document(request, "accounts/password-change.tsx")


@login_not_required
def password_reset(request: HttpRequest) -> HttpResponse:
    return document(request, "accounts/password-reset.tsx")


@login_not_required
def password_reset_confirm(
    request: HttpRequest, uidb64: str, token: str
) -> HttpResponse:
    link = ResetLink(uid=uidb64, token=token)
    validity = answer(
        "POST /api/password/reset/link/",
        {"body": link.model_dump()},
        check_reset_link(request, link),
    )
    return document(request, "accounts/password-reset-confirm.tsx", validity)

from collections.abc import Callable
from datetime import datetime
from functools import wraps

from django.conf import settings
from django.contrib.auth import login, logout, update_session_auth_hash
from django.contrib.auth.forms import (
    PasswordChangeForm,
    PasswordResetForm,
    SetPasswordForm,
)
from django.contrib.auth.tokens import default_token_generator
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest
from django.middleware.csrf import get_token
from django.utils.http import urlsafe_base64_decode
from ninja import Router, Schema, Status

from ..api import Anyone, FormProblem, Problem, limit
from ..http import AuthenticatedHttpRequest
from . import services
from .forms import LoginForm, ProfileForm
from .models import User

router = Router()


class Account(Schema):
    email: str
    name: str
    short_name: str
    is_staff: bool
    date_joined: datetime
    last_login: datetime | None

    @classmethod
    def of(cls, user: User) -> "Account":
        return cls(
            email=user.email,
            name=user.name,
            short_name=user.get_short_name(),
            is_staff=user.is_staff,
            date_joined=user.date_joined,
            last_login=user.last_login,
        )


class Session(Schema):
    """Who uses the page. The token goes into the header of every change; signing in renews it."""

    csrf_token: str
    user: Account | None


class Credentials(Schema):
    username: str
    password: str


class Profile(Schema):
    name: str


class PasswordChange(Schema):
    old_password: str
    new_password1: str
    new_password2: str


class ResetRequest(Schema):
    email: str


class ResetLink(Schema):
    uid: str
    token: str


class Reset(ResetLink):
    new_password1: str
    new_password2: str


class Validity(Schema):
    valid: bool


def unless_a_module_does[**P, R](operation: Callable[P, R]) -> Callable[P, R]:
    """Closes an operation once a module has pages for it, which ask for more than a password."""

    @wraps(operation)
    def guarded(*args: P.args, **kwargs: P.kwargs) -> R:
        if not getattr(settings, "ACCOUNTS_INTERFACE", True):
            raise Http404
        return operation(*args, **kwargs)

    return guarded


def session_of(request: HttpRequest) -> Session:
    user = Account.of(request.user) if request.user.is_authenticated else None
    return Session(csrf_token=get_token(request), user=user)


@router.get("session/", auth=Anyone(), response=Session)
def session(request: HttpRequest) -> Session:
    return session_of(request)


@router.post(
    "session/",
    auth=Anyone(),
    response={200: Session, 422: FormProblem, 429: Problem},
)
@unless_a_module_does
def sign_in(request: HttpRequest, credentials: Credentials) -> Session:
    limit(request, credentials.username, times=20)
    form = LoginForm(request, credentials.model_dump())
    if not form.is_valid():
        raise ValidationError(form.errors.as_data())
    login(request, form.get_user())
    return session_of(request)


@router.delete("session/", auth=Anyone(), response=Session)
def sign_out(request: HttpRequest) -> Session:
    logout(request)
    return session_of(request)


@router.put("profile/", response={200: Account, 422: FormProblem})
@unless_a_module_does
def save_profile(request: AuthenticatedHttpRequest, profile: Profile) -> Account:
    form = ProfileForm(profile.model_dump(), instance=request.user)
    if not form.is_valid():
        raise ValidationError(form.errors.as_data())
    return Account.of(form.save())


@router.put("password/", response={200: Session, 422: FormProblem})
@unless_a_module_does
def change_password(
    request: AuthenticatedHttpRequest, passwords: PasswordChange
) -> Session:
    form = PasswordChangeForm(request.user, passwords.model_dump())
    if not form.is_valid():
        raise ValidationError(form.errors.as_data())
    update_session_auth_hash(request, form.save())
    return session_of(request)


@router.post(
    "password/reset/",
    auth=Anyone(),
    response={204: None, 422: FormProblem, 429: Problem},
)
@unless_a_module_does
def send_reset_link(request: HttpRequest, wanted: ResetRequest) -> Status[None]:
    """The same answer whether or not the address is known."""
    limit(request, wanted.email, times=3)
    form = PasswordResetForm(wanted.model_dump())
    if not form.is_valid():
        raise ValidationError(form.errors.as_data())
    services.request_password_reset(email=form.cleaned_data["email"], request=request)
    return Status(204, None)


@router.post("password/reset/link/", auth=Anyone(), response=Validity)
@unless_a_module_does
def check_reset_link(request: HttpRequest, link: ResetLink) -> Validity:
    return Validity(valid=user_of(link) is not None)


@router.put(
    "password/reset/", auth=Anyone(), response={204: None, 410: None, 422: FormProblem}
)
@unless_a_module_does
def reset_password(request: HttpRequest, reset: Reset) -> Status[None]:
    user = user_of(reset)
    if user is None:
        return Status(410, None)
    form = SetPasswordForm(user, reset.model_dump())
    if not form.is_valid():
        raise ValidationError(form.errors.as_data())
    form.save()
    return Status(204, None)


def user_of(link: ResetLink) -> User | None:
    """Whom a link was sent to, as long as it works."""
    try:
        user = User.objects.get(pk=urlsafe_base64_decode(link.uid).decode())
    except (User.DoesNotExist, ValueError, OverflowError):
        return None
    return user if default_token_generator.check_token(user, link.token) else None

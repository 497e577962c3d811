from django.http import HttpRequest

from .accounts.models import User


class AuthenticatedHttpRequest(HttpRequest):
    """For annotations: the request of a view that anonymous visitors cannot reach."""

    user: User

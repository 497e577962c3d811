from collections.abc import Callable

from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

type View = Callable[[HttpRequest], HttpResponse]


class NotesLimitMiddleware:
    """Refuses what is too large for a note before anybody reads it."""

    BYTES = 256 * 1024

    def __init__(self, get_response: View) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        length = request.headers.get("Content-Length") or "0"
        if request.path.startswith(reverse("notes:list")) and int(length) > self.BYTES:
            raise RequestDataTooBig
        return self.get_response(request)


class NotesHeaderMiddleware:
    """Keeps notes out of caches: nobody gets to them by going back after they signed out."""

    def __init__(self, get_response: View) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if request.resolver_match and request.resolver_match.app_name == "notes":
            response["Cache-Control"] = "no-store"
        return response

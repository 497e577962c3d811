"""Every page has a URL here too: an unknown one is a real 404, and visitors are led to
the page where one signs in."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse

from ..document import document


@login_not_required
def home(request: HttpRequest) -> HttpResponse:
    return document(request, "pages/home.tsx")


def dashboard(request: HttpRequest) -> HttpResponse:
    return document(request, "pages/dashboard.tsx")

"""Every page is the same document, which frontend/ then fills.

Each has a URL here all the same: an unknown one is a real 404, and a visitor is led to
the page where one signs in.
"""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from ..accounts.api import session_of


def page(request: HttpRequest, **parameters: str) -> HttpResponse:
    session = session_of(request).model_dump_json()
    return render(request, "app.html", {"session": session})


@login_not_required
def open_page(request: HttpRequest, **parameters: str) -> HttpResponse:
    """A page that visitors may see."""
    return page(request, **parameters)

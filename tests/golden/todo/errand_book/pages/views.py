from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from ..http import AuthenticatedHttpRequest
from ..todo import selectors
from ..todo.selectors import Show


@login_not_required
def home(request: HttpRequest) -> HttpResponse:
    return render(request, "pages/home.html")


def dashboard(request: AuthenticatedHttpRequest) -> HttpResponse:
    context = {
        "counts": selectors.counts_of(request.user),
        "next_items": selectors.items_of(request.user, Show.OPEN)[:3],
    }
    return render(request, "pages/dashboard.html", context)

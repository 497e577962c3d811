from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from ..http import AuthenticatedHttpRequest


@login_not_required
def home(request: HttpRequest) -> HttpResponse:
    return render(request, "pages/home.html")


def dashboard(request: AuthenticatedHttpRequest) -> HttpResponse:
    return render(request, "pages/dashboard.html")

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse

from ..document import document
from ..http import AuthenticatedHttpRequest
from ..todo.api import first_answer
from ..todo.selectors import Show


@login_not_required
def home(request: HttpRequest) -> HttpResponse:
    return document(request, "pages/home.tsx")


def dashboard(request: AuthenticatedHttpRequest) -> HttpResponse:
    part = first_answer(request.user, Show.OPEN, 1)
    return document(request, "pages/dashboard.tsx", part)

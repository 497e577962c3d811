from django.http import HttpResponse

from ..document import document
from ..http import AuthenticatedHttpRequest
from .api import first_answer
from .selectors import Show


def item_list(request: AuthenticatedHttpRequest) -> HttpResponse:
    show, page = request.GET.get("show", ""), request.GET.get("page", "")
    part = first_answer(
        request.user,
        Show(show) if show in Show else Show.OPEN,
        int(page) if page.isdecimal() and page != "0" else 1,
    )
    return document(request, "todo/list.tsx", part)

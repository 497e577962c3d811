from django.conf import settings
from django.contrib.auth import get_user
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from .selectors import notes_of
from .services import create_note


@require_http_methods(["GET", "POST"])
def note_list(request: HttpRequest) -> HttpResponse:
    owner_id = int(get_user(request).pk or 0)
    if request.method == "POST":
        create_note(owner_id=owner_id, title=request.POST.get("title", ""))
        return redirect("notes:list")
    pages = Paginator(notes_of(owner_id), settings.NOTES_PAGE_SIZE)
    page = pages.get_page(request.GET.get("page"))
    return render(request, "notes/list.html", {"page": page})

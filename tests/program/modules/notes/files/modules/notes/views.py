from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from modules.auth.users import AuthenticatedHttpRequest

from .forms import NoteForm
from .selectors import exported, notes_of
from .services import change_note, create_note, delete_note


@require_http_methods(["GET", "POST"])
def note_list(request: AuthenticatedHttpRequest) -> HttpResponse:
    form = NoteForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        create_note(owner=request.user, **form.cleaned_data)
        messages.success(request, _("Your note is kept."))
        return redirect("notes:list")
    words, label = (request.GET.get(name, "").strip() for name in ("q", "label"))
    notes = notes_of(request.user, words=words, label=label)
    page = Paginator(notes, settings.NOTES_PAGE_SIZE).get_page(request.GET.get("page"))
    context = {"form": form, "page": page, "words": words, "label": label}
    return render(request, "notes/list.html", context)


@require_http_methods(["GET", "POST"])
def edit(request: AuthenticatedHttpRequest, pk: int) -> HttpResponse:
    note = get_object_or_404(notes_of(request.user), pk=pk)
    form = NoteForm(request.POST or None, instance=note)
    if request.method == "POST" and form.is_valid():
        change_note(note=note, **form.cleaned_data)
        messages.success(request, _("Your note is saved."))
        return redirect("notes:list")
    return render(request, "notes/edit.html", {"form": form, "note": note})


@require_POST
def delete(request: AuthenticatedHttpRequest, pk: int) -> HttpResponse:
    delete_note(note=get_object_or_404(notes_of(request.user), pk=pk))
    messages.success(request, _("Your note is deleted."))
    return redirect("notes:list")


def export(request: AuthenticatedHttpRequest) -> HttpResponse:
    return download(exported(notes_of(request.user)))


def download(notes: list[dict[str, object]]) -> HttpResponse:
    response = JsonResponse(notes, safe=False, json_dumps_params={"indent": 2})
    response["Content-Disposition"] = 'attachment; filename="notes.json"'
    return response


@login_not_required
def search_description(request: HttpRequest) -> HttpResponse:
    """How a browser searches notes: https://github.com/dewitt/opensearch"""
    context = {"search": request.build_absolute_uri(reverse("notes:list"))}
    kind = "application/opensearchdescription+xml"
    return render(request, "notes/search.xml", context, content_type=kind)

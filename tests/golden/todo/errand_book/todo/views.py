"""The list as pages. Every answer is the whole page or a redirect to it.

A browser without JavaScript shows it as it is; htmx takes the list out of it and leaves
the rest of the page alone. So both see the same, and no view needs to know which it is.
"""

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from ..http import AuthenticatedHttpRequest
from . import selectors, services
from .forms import ItemForm
from .models import Item
from .selectors import Show

PAGE_SIZE = 20


def item_list(request: AuthenticatedHttpRequest) -> HttpResponse:
    form = ItemForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        item = services.add_item(owner=request.user, **form.cleaned_data)
        announce(request, _("“%(title)s” is on the list.") % {"title": item})
        # On the first page, where it is, and ready for the next one.
        place = {"show": shown(request), "by": "add"}
        return redirect(reverse("todo:list", query=place))
    return page(request, form)


def edit(request: AuthenticatedHttpRequest, public_id: UUID) -> HttpResponse:
    item = own_item(request, public_id)
    form = ItemForm(request.POST or None, instance=item, auto_id="edit_%s")
    if request.method == "POST" and form.is_valid():
        services.edit_item(item=item, **form.cleaned_data)
        announce(request, _("“%(title)s” is saved.") % {"title": item})
        return back(request, item, by="edit")
    return page(request, ItemForm(), form)


@require_POST
def complete(request: AuthenticatedHttpRequest, public_id: UUID) -> HttpResponse:
    item = own_item(request, public_id)
    services.complete_item(item=item)
    announce(request, _("“%(title)s” is done.") % {"title": item})
    return back(request, item, by="tick")


@require_POST
def reopen(request: AuthenticatedHttpRequest, public_id: UUID) -> HttpResponse:
    item = own_item(request, public_id)
    services.reopen_item(item=item)
    announce(request, _("“%(title)s” is to do again.") % {"title": item})
    return back(request, item, by="tick")


@require_POST
def up(request: AuthenticatedHttpRequest, public_id: UUID) -> HttpResponse:
    item = own_item(request, public_id)
    among = selectors.items_of(request.user, shown(request))
    if services.move_up(item=item, among=among):
        announce(request, _("“%(title)s” is one place higher.") % {"title": item})
    else:
        announce(request, _("“%(title)s” is the first already.") % {"title": item})
    return back(request, item, by="up")


@require_POST
def down(request: AuthenticatedHttpRequest, public_id: UUID) -> HttpResponse:
    item = own_item(request, public_id)
    among = selectors.items_of(request.user, shown(request))
    if services.move_down(item=item, among=among):
        announce(request, _("“%(title)s” is one place lower.") % {"title": item})
    else:
        announce(request, _("“%(title)s” is the last already.") % {"title": item})
    return back(request, item, by="down")


@require_POST
def delete(request: AuthenticatedHttpRequest, public_id: UUID) -> HttpResponse:
    item = own_item(request, public_id)
    services.delete_item(item=item)
    return back(request, item, by="delete")


@require_POST
def restore(request: AuthenticatedHttpRequest, public_id: UUID) -> HttpResponse:
    deleted = selectors.deleted_items_of(request.user)
    item = get_object_or_404(deleted, public_id=public_id)
    services.restore_item(item=item)
    announce(request, _("“%(title)s” is on the list again.") % {"title": item})
    return back(request, item, by="edit")


def own_item(request: AuthenticatedHttpRequest, public_id: UUID) -> Item:
    """Other people's items do not exist."""
    return get_object_or_404(selectors.items_of(request.user), public_id=public_id)


def shown(request: AuthenticatedHttpRequest) -> Show:
    show = request.GET.get("show", "")
    return Show(show) if show in Show else Show.OPEN


def announce(request: AuthenticatedHttpRequest, text: str) -> None:
    """Tells screen readers what everyone else sees on the list."""
    messages.success(request, text, extra_tags="visually-hidden")


def back(request: AuthenticatedHttpRequest, item: Item, *, by: str) -> HttpResponse:
    """To the same part of the list, with the focus on the control that was used."""
    place = {key: request.GET[key] for key in ("show", "page") if key in request.GET}
    place |= {"at": str(item.public_id), "by": by}
    return redirect(reverse("todo:list", query=place))


def page(
    request: AuthenticatedHttpRequest, form: ItemForm, editing: ItemForm | None = None
) -> HttpResponse:
    show = shown(request)
    paginator = Paginator(selectors.items_of(request.user, show), PAGE_SIZE)
    current = paginator.get_page(request.GET.get("page"))
    items = list(current)
    if editing and editing.instance not in items:
        items.insert(0, editing.instance)
    at, by = request.GET.get("at"), request.GET.get("by")
    if editing:
        editing.focus()
    elif form.errors or by == "add":
        form.focus()
    deleted = selectors.deleted_items_of(request.user) if by == "delete" else None
    context = {
        "form": form,
        "editing": editing,
        "show": show,
        "parts": Show,
        "counts": selectors.counts_of(request.user),
        "page": current,
        "items": items,
        "at": at,
        "by": by,
        "deleted": deleted and deleted.first(),
        "gone": at and all(str(item.public_id) != at for item in items),
    }
    return render(request, "todo/list.html", context)

from uuid import UUID

from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404
from ninja import Router, Schema, Status

from ..accounts.models import User
from ..api import Answer, FormProblem, answer
from ..http import AuthenticatedHttpRequest
from . import models, selectors, services
from .models import Priority
from .selectors import Show

PAGE_SIZE = 20

router = Router()


class Item(Schema):
    public_id: UUID
    title: str
    priority: Priority
    done: bool

    @classmethod
    def of(cls, item: models.Item) -> "Item":
        return cls(
            public_id=item.public_id,
            title=item.title,
            priority=Priority(item.priority),
            done=item.done_at is not None,
        )


class ItemData(Schema):
    model_config = {"str_strip_whitespace": True}

    title: str
    priority: Priority


class Part(Schema):
    """A page of one part of a list."""

    items: list[Item]
    page: int
    pages: int
    open: int
    done: int


class Move(Schema):
    moved: bool


@router.get("", response=Part)
def item_list(
    request: AuthenticatedHttpRequest, show: Show = Show.OPEN, page: int = 1
) -> Part:
    return part_of(request.user, show, page)


def part_of(user: User, show: Show, page: int) -> Part:
    items = Paginator(selectors.items_of(user, show), PAGE_SIZE)
    current = items.get_page(page)
    counts = selectors.counts_of(user)
    return Part(
        items=[Item.of(item) for item in current],
        page=current.number,
        pages=items.num_pages,
        open=counts.open,
        done=counts.done,
    )


def first_answer(user: User, show: Show, page: int) -> Answer:
    """For a page that begins with this part."""
    place = {"query": {"show": show, "page": page}}
    return answer("GET /api/todo/", place, part_of(user, show, page))


@router.post("", response={200: Item, 422: FormProblem})
def add(request: AuthenticatedHttpRequest, data: ItemData) -> Item:
    return Item.of(services.add_item(owner=request.user, **data.model_dump()))


@router.put("{uuid:public_id}/", response={200: Item, 422: FormProblem})
def edit(request: AuthenticatedHttpRequest, public_id: UUID, data: ItemData) -> Item:
    item = own_item(request, public_id)
    services.edit_item(item=item, **data.model_dump())
    return Item.of(item)


@router.post("{uuid:public_id}/complete/", response={204: None})
def complete(request: AuthenticatedHttpRequest, public_id: UUID) -> Status[None]:
    services.complete_item(item=own_item(request, public_id))
    return Status(204, None)


@router.post("{uuid:public_id}/reopen/", response={204: None})
def reopen(request: AuthenticatedHttpRequest, public_id: UUID) -> Status[None]:
    services.reopen_item(item=own_item(request, public_id))
    return Status(204, None)


@router.post("{uuid:public_id}/up/", response=Move)
def up(request: AuthenticatedHttpRequest, public_id: UUID, show: Show) -> Move:
    item, among = own_item(request, public_id), selectors.items_of(request.user, show)
    return Move(moved=services.move_up(item=item, among=among))


@router.post("{uuid:public_id}/down/", response=Move)
def down(request: AuthenticatedHttpRequest, public_id: UUID, show: Show) -> Move:
    item, among = own_item(request, public_id), selectors.items_of(request.user, show)
    return Move(moved=services.move_down(item=item, among=among))


@router.delete("{uuid:public_id}/", response={204: None})
def delete(request: AuthenticatedHttpRequest, public_id: UUID) -> Status[None]:
    services.delete_item(item=own_item(request, public_id))
    return Status(204, None)


@router.post("{uuid:public_id}/restore/", response={204: None})
def restore(request: AuthenticatedHttpRequest, public_id: UUID) -> Status[None]:
    deleted = selectors.deleted_items_of(request.user)
    services.restore_item(item=get_object_or_404(deleted, public_id=public_id))
    return Status(204, None)


def own_item(request: AuthenticatedHttpRequest, public_id: UUID) -> models.Item:
    """Other people's items do not exist."""
    return get_object_or_404(selectors.items_of(request.user), public_id=public_id)

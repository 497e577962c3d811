"""Every change of a list. Each one happens as a whole or not at all."""

from django.db import transaction
from django.db.models import Min, QuerySet
from django.utils import timezone

from ..accounts.models import User
from .models import Item, Priority
from .selectors import deleted_items_of


@transaction.atomic
def add_item(*, owner: User, title: str, priority: str = Priority.NORMAL) -> Item:
    """A new item, above all others."""
    _lock_list(owner)
    item = Item(owner=owner, title=title, priority=priority, position=_top(owner))
    item.full_clean()
    item.save()
    return item


@transaction.atomic
def edit_item(*, item: Item, title: str, priority: str) -> None:
    item.title = title
    item.priority = priority
    item.full_clean()
    item.save(update_fields=["title", "priority"])


@transaction.atomic
def complete_item(*, item: Item) -> None:
    """Done once is done: the first time counts."""
    if item.done_at is None:
        item.done_at = timezone.now()
        item.save(update_fields=["done_at"])


@transaction.atomic
def reopen_item(*, item: Item) -> None:
    item.done_at = None
    item.save(update_fields=["done_at"])


@transaction.atomic
def move_up(*, item: Item, among: QuerySet[Item]) -> bool:
    """Swaps it with the one before it; says whether there was one.

    `among` is what the owner sees, so that every move shows.
    """
    _lock_list(item.owner)
    item.refresh_from_db(fields=["position"])
    before = among.filter(position__lt=item.position).order_by("-position").first()
    return _swap(item, before)


@transaction.atomic
def move_down(*, item: Item, among: QuerySet[Item]) -> bool:
    """The same with the one after it."""
    _lock_list(item.owner)
    item.refresh_from_db(fields=["position"])
    after = among.filter(position__gt=item.position).order_by("position").first()
    return _swap(item, after)


@transaction.atomic
def delete_item(*, item: Item) -> None:
    """Takes it off the list. It can come back until its owner deletes another one."""
    deleted_items_of(item.owner).exclude(pk=item.pk).delete()
    item.deleted_at = timezone.now()
    item.save(update_fields=["deleted_at"])


@transaction.atomic
def restore_item(*, item: Item) -> None:
    """Back to where it was."""
    item.deleted_at = None
    item.save(update_fields=["deleted_at"])


def _lock_list(owner: User) -> None:
    """Lets nobody else reorder the list until this transaction ends."""
    User.objects.select_for_update(no_key=True).get(pk=owner.pk)


def _top(owner: User) -> int:
    first: int | None = Item.objects.filter(owner=owner).aggregate(
        first=Min("position")
    )["first"]
    return 0 if first is None else first - 1


def _swap(item: Item, other: Item | None) -> bool:
    if other is None:
        return False
    # By way of a free place: not even for a moment may two items share one.
    mine, theirs = item.position, other.position
    for moved, position in ((item, _top(item.owner)), (other, mine), (item, theirs)):
        moved.position = position
        moved.save(update_fields=["position"])
    return True

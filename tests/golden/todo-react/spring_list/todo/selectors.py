from typing import NamedTuple

from django.db import models
from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from ..accounts.models import User
from .models import Item


class Show(models.TextChoices):
    """The parts of a list."""

    OPEN = "open", _("To do")
    DONE = "done", _("Done")
    ALL = "all", _("All")


class Counts(NamedTuple):
    open: int
    done: int


def items_of(owner: User, show: Show = Show.ALL) -> QuerySet[Item]:
    """What is on someone's list, first things first."""
    items = Item.objects.filter(owner=owner, deleted_at=None).order_by("position")
    if show is Show.ALL:
        return items
    return items.filter(done_at__isnull=show is Show.OPEN)


def deleted_items_of(owner: User) -> QuerySet[Item]:
    """What someone can still bring back."""
    return Item.objects.filter(owner=owner, deleted_at__isnull=False)


def counts_of(owner: User) -> Counts:
    is_open = Q(done_at=None)
    counts = items_of(owner).aggregate(
        open=Count("pk", filter=is_open), done=Count("pk", filter=~is_open)
    )
    return Counts(**counts)

from ..accounts.models import User
from . import services
from .models import Item, Priority


def seed(owner: User) -> None:
    """A list with something in every state."""
    if owner.items.exists():
        return
    for title in ("Fix the squeaking door", "Return the library books"):
        services.complete_item(item=services.add_item(owner=owner, title=title))
    services.add_item(owner=owner, title="Learn to juggle", priority=Priority.LOW)
    services.add_item(owner=owner, title="Call Grandma on Sunday")
    services.add_item(owner=owner, title="Water the plants")
    train = "Book the train to the coast"
    services.add_item(owner=owner, title=train, priority=Priority.HIGH)
    crumb = services.add_item(owner=owner, title="Sweep the crumbs")
    services.delete_item(item=Item.objects.get(pk=crumb.pk))

from django.utils import timezone

from spring_list.accounts.models import User
from spring_list.todo import services
from spring_list.todo.models import Item, Priority


def create_item(
    owner: User,
    title: str = "Water the plants",
    *,
    priority: str = Priority.NORMAL,
    done: bool = False,
    deleted: bool = False,
) -> Item:
    item = services.add_item(owner=owner, title=title, priority=priority)
    item.done_at = timezone.now() if done else None
    item.deleted_at = timezone.now() if deleted else None
    item.save()
    return item

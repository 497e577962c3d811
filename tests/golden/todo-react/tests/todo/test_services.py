import pytest
from django.core.exceptions import ValidationError

from spring_list.accounts.models import User
from spring_list.todo import selectors, services
from spring_list.todo.models import Item, Priority
from spring_list.todo.selectors import Show

from ..factories import create_user
from .factories import create_item


def titles(owner: User) -> list[str]:
    return [item.title for item in selectors.items_of(owner)]


def test_a_new_item_comes_first(user: User) -> None:
    services.add_item(owner=user, title="Old")
    services.add_item(owner=user, title="New", priority=Priority.HIGH)

    assert titles(user) == ["New", "Old"]
    assert Item.objects.get(title="New").priority == Priority.HIGH


@pytest.mark.parametrize(
    ("title", "priority"), [("", "normal"), ("x" * 201, "normal"), ("Wait", "urgent")]
)
def test_an_item_that_is_not_valid_is_not_added(
    user: User, title: str, priority: str
) -> None:
    with pytest.raises(ValidationError):
        services.add_item(owner=user, title=title, priority=priority)

    assert titles(user) == []


def test_an_item_is_edited(user: User) -> None:
    item = create_item(user)

    services.edit_item(item=item, title="Water the trees", priority=Priority.LOW)

    item.refresh_from_db()
    assert (item.title, item.priority) == ("Water the trees", Priority.LOW)


def test_an_edit_that_is_not_valid_changes_nothing(user: User) -> None:
    item = create_item(user, "Call home")

    with pytest.raises(ValidationError):
        services.edit_item(item=item, title="", priority=Priority.LOW)

    assert titles(user) == ["Call home"]


def test_done_once_is_done(user: User) -> None:
    item = create_item(user)
    services.complete_item(item=item)
    first = item.done_at

    services.complete_item(item=item)

    item.refresh_from_db()
    assert item.done_at == first is not None


def test_an_item_is_opened_again(user: User) -> None:
    item = create_item(user, done=True)

    services.reopen_item(item=item)

    assert selectors.counts_of(user) == (1, 0)


def test_an_item_changes_places_with_its_neighbour(user: User) -> None:
    last, middle, first = (create_item(user, title) for title in "cba")

    assert services.move_up(item=middle, among=selectors.items_of(user))
    assert titles(user) == ["b", "a", "c"]

    assert services.move_down(item=first, among=selectors.items_of(user))
    assert titles(user) == ["b", "c", "a"]

    assert services.move_up(item=last, among=selectors.items_of(user))
    assert titles(user) == ["c", "b", "a"]


def test_the_ends_of_a_list_stay_where_they_are(user: User) -> None:
    last, first = create_item(user, "b"), create_item(user, "a")
    create_item(create_user(), "of somebody else")

    assert not services.move_up(item=first, among=selectors.items_of(user))
    assert not services.move_down(item=last, among=selectors.items_of(user))
    assert titles(user) == ["a", "b"]


def test_a_move_passes_over_what_is_not_shown(user: User) -> None:
    last = create_item(user, "c")
    create_item(user, "done", done=True)
    create_item(user, "a")

    services.move_up(item=last, among=selectors.items_of(user, Show.OPEN))

    assert titles(user) == ["c", "done", "a"]


def test_a_deleted_item_comes_back_to_its_place(user: User) -> None:
    create_item(user, "c")
    item = create_item(user, "b")
    create_item(user, "a")
    services.delete_item(item=item)
    assert titles(user) == ["a", "c"]

    services.restore_item(item=item)

    assert titles(user) == ["a", "b", "c"]


def test_only_the_last_deletion_can_be_taken_back(user: User) -> None:
    first, second = create_item(user), create_item(user)
    of_somebody_else = create_item(create_user(), deleted=True)

    services.delete_item(item=first)
    services.delete_item(item=second)

    assert list(selectors.deleted_items_of(user)) == [second]
    assert Item.objects.filter(pk=of_somebody_else.pk).exists()

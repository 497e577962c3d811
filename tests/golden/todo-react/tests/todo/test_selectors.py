from spring_list.accounts.models import User
from spring_list.todo import selectors
from spring_list.todo.selectors import Show

from ..factories import create_user
from .factories import create_item


def titles(owner: User, show: Show) -> list[str]:
    return [item.title for item in selectors.items_of(owner, show)]


def test_a_list_is_shown_in_parts(user: User) -> None:
    create_item(user, "Done", done=True)
    create_item(user, "Open")
    create_item(user, "Deleted", deleted=True)

    assert titles(user, Show.OPEN) == ["Open"]
    assert titles(user, Show.DONE) == ["Done"]
    assert titles(user, Show.ALL) == ["Open", "Done"]


def test_a_list_has_nothing_of_other_people(user: User) -> None:
    create_item(create_user(), "Not mine")

    assert titles(user, Show.ALL) == []
    assert selectors.counts_of(user) == (0, 0)


def test_only_what_its_owner_deleted_can_come_back(user: User) -> None:
    mine = create_item(user, deleted=True)
    create_item(create_user(), deleted=True)

    assert list(selectors.deleted_items_of(user)) == [mine]


def test_open_and_done_items_are_counted(user: User) -> None:
    create_item(user)
    create_item(user, done=True)
    create_item(user, done=True)
    create_item(user, deleted=True)

    assert selectors.counts_of(user) == (1, 2)

from spring_list.accounts.models import User
from spring_list.todo import selectors
from spring_list.todo.seed import seed


def test_a_list_is_seeded_once(user: User) -> None:
    seed(user)
    seed(user)

    assert selectors.counts_of(user) == (4, 2)
    assert selectors.deleted_items_of(user).count() == 1

from errand_book.accounts.models import User
from errand_book.todo import selectors
from errand_book.todo.seed import seed


def test_a_list_is_seeded_once(user: User) -> None:
    seed(user)
    seed(user)

    assert selectors.counts_of(user) == (4, 2)
    assert selectors.deleted_items_of(user).count() == 1

"""Every URL of the application, asked for by everyone whose list it is not."""

import pytest
from django.test import Client
from django.urls import reverse

from errand_book.accounts.models import User
from errand_book.todo.models import Item
from errand_book.todo.urls import urlpatterns

from ..factories import create_user
from .factories import create_item

# Taken from the URLs themselves, so that a new one is in here from its first day.
NAMES = [str(pattern.name) for pattern in urlpatterns if pattern.name != "list"]
DATA = {"title": "Changed", "priority": "low"}


@pytest.fixture
def item(db: None) -> Item:
    return create_item(create_user(), "Not yours")


@pytest.fixture(params=["outsider", "staff", "superuser"])
def somebody_else(request: pytest.FixtureRequest, client: Client, db: None) -> Client:
    client.force_login(
        create_user(
            is_staff=request.param != "outsider",
            is_superuser=request.param == "superuser",
        )
    )
    return client


def state(item: Item) -> tuple[object, ...]:
    return Item.objects.values_list().get(pk=item.pk)


@pytest.mark.parametrize("name", NAMES)
def test_an_item_of_somebody_else_does_not_exist(
    somebody_else: Client, item: Item, name: str
) -> None:
    item.deleted_at = item.created_at if name == "restore" else None
    item.save()
    before = state(item)
    url = reverse(f"todo:{name}", args=[item.public_id])

    assert somebody_else.post(url, DATA).status_code == 404
    assert somebody_else.get(url).status_code in {404, 405}
    assert state(item) == before


@pytest.mark.parametrize("name", NAMES)
def test_visitors_are_asked_to_sign_in(client: Client, item: Item, name: str) -> None:
    before = state(item)
    url = reverse(f"todo:{name}", args=[item.public_id])

    response = client.post(url, DATA)

    assert response["Location"].startswith(reverse("accounts:login"))
    assert state(item) == before


def test_a_list_shows_nothing_of_somebody_else(
    somebody_else: Client, item: Item
) -> None:
    for query in ({"show": "all"}, {"by": "delete"}):
        assert item.title not in somebody_else.get(reverse("todo:list"), query).text


def test_changes_take_a_post(signed_in: Client, user: User) -> None:
    item = create_item(user)
    before = state(item)

    for name in set(NAMES) - {"edit"}:
        url = reverse(f"todo:{name}", args=[item.public_id])
        assert signed_in.get(url).status_code == 405

    assert state(item) == before

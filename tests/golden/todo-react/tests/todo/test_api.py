import pytest
from django.test import Client
from django.urls import reverse
from django.utils.module_loading import import_string
from pytest_django import DjangoAssertNumQueries

from spring_list.accounts.models import User
from spring_list.todo import selectors
from spring_list.todo.models import Item, Priority

from ..factories import create_user
from ..known import answers_in
from .factories import create_item

LIST = "/api/todo/"
DASHBOARD, PAGE = reverse("pages:dashboard"), reverse("todo:list")
JSON = "application/json"
DATA = {"title": "Changed", "priority": "low"}
# What can be asked for about an item.
OPERATIONS = [
    ("PUT", ""),
    ("DELETE", ""),
    ("POST", "complete/"),
    ("POST", "reopen/"),
    ("POST", "up/?show=all"),
    ("POST", "down/?show=all"),
    ("POST", "restore/"),
]


def url(item: Item, action: str = "") -> str:
    return f"{LIST}{item.public_id}/{action}"


def titles(user: User) -> list[str]:
    return [item.title for item in selectors.items_of(user)]


def state(item: Item) -> tuple[object, ...]:
    return Item.objects.values_list().get(pk=item.pk)


@pytest.mark.parametrize(
    ("url", "place"),
    [
        (DASHBOARD, {"show": "open", "page": 1}),
        (PAGE, {"show": "open", "page": 1}),
        (f"{PAGE}?show=all&page=1", {"show": "all", "page": 1}),
        (f"{PAGE}?show=none&page=0", {"show": "open", "page": 1}),
        (f"{PAGE}?page=two", {"show": "open", "page": 1}),
    ],
)
def test_a_page_brings_the_part_that_it_begins_with(
    signed_in: Client, user: User, url: str, place: dict[str, str | int]
) -> None:
    create_item(user, "Call home")

    found = answers_in(signed_in.get(url).text)

    assert found == [
        [["GET /api/todo/", {"query": place}], signed_in.get(LIST, place).json()]
    ]


def test_an_item_is_added_on_top(signed_in: Client, user: User) -> None:
    create_item(user, "Old")

    response = signed_in.post(LIST, {"title": " New ", "priority": "high"}, JSON)

    assert response.json()["priority"] == "high"
    assert titles(user) == ["New", "Old"]


@pytest.mark.parametrize("title", ["", "  ", "x" * 201])
def test_an_item_that_is_not_valid_is_explained(
    signed_in: Client, user: User, title: str
) -> None:
    response = signed_in.post(LIST, {"title": title, "priority": "low"}, JSON)

    assert response.status_code == 422
    assert "title" in response.json()["fields"]
    assert titles(user) == []


def test_a_list_is_given_in_parts(signed_in: Client, user: User) -> None:
    create_item(user, "Done", done=True)
    create_item(user, "Open")

    parts = {
        show: signed_in.get(LIST, {"show": show}).json()
        for show in ("open", "done", "all")
    }

    found = {s: [item["title"] for item in parts[s]["items"]] for s in parts}
    assert found == {"open": ["Open"], "done": ["Done"], "all": ["Open", "Done"]}
    assert (parts["all"]["open"], parts["all"]["done"]) == (1, 1)


def test_an_item_is_ticked_off_and_opened_again(signed_in: Client, user: User) -> None:
    item = create_item(user)

    signed_in.post(url(item, "complete/"))
    assert selectors.counts_of(user) == (0, 1)

    signed_in.post(url(item, "reopen/"))
    assert selectors.counts_of(user) == (1, 0)


def test_an_item_is_edited(signed_in: Client, user: User) -> None:
    item = create_item(user)

    signed_in.put(url(item), DATA, JSON)

    item.refresh_from_db()
    assert (item.title, item.priority) == ("Changed", Priority.LOW)


def test_an_item_moves_up_and_down(signed_in: Client, user: User) -> None:
    last, first = create_item(user, "last"), create_item(user, "first")

    assert signed_in.post(url(last, "up/?show=open")).json() == {"moved": True}
    assert titles(user) == ["last", "first"]

    assert signed_in.post(url(last, "down/?show=open")).json() == {"moved": True}
    assert signed_in.post(url(last, "down/?show=open")).json() == {"moved": False}
    assert signed_in.post(url(first, "up/?show=open")).json() == {"moved": False}


def test_a_deletion_is_taken_back(signed_in: Client, user: User) -> None:
    item = create_item(user, "Call home")

    signed_in.delete(url(item))
    assert titles(user) == []

    signed_in.post(url(item, "restore/"))
    assert titles(user) == ["Call home"]


def test_a_long_list_has_pages(signed_in: Client, user: User) -> None:
    for number in range(21):
        create_item(user, f"Item {number}")

    last = signed_in.get(LIST, {"page": "99"}).json()

    assert (last["page"], last["pages"], len(last["items"])) == (2, 2, 1)


def test_a_long_list_takes_as_many_queries_as_a_short_one(
    signed_in: Client, user: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(50):
        create_item(user, f"Item {number}")

    with django_assert_num_queries(5):
        signed_in.get(LIST)


@pytest.fixture(params=["outsider", "staff", "superuser"])
def somebody_else(request: pytest.FixtureRequest, client: Client, db: None) -> Client:
    client.force_login(
        create_user(
            is_staff=request.param != "outsider",
            is_superuser=request.param == "superuser",
        )
    )
    return client


@pytest.mark.parametrize(("method", "action"), OPERATIONS)
def test_an_item_of_somebody_else_does_not_exist(
    somebody_else: Client, method: str, action: str
) -> None:
    item = create_item(create_user(), deleted=action == "restore/")
    before = state(item)

    answer = somebody_else.generic(
        method, url(item, action), '{"title": "Changed", "priority": "low"}', JSON
    )

    assert answer.status_code == 404
    assert state(item) == before


@pytest.mark.parametrize(("method", "action"), [("GET", None), *OPERATIONS])
def test_visitors_are_refused(
    client: Client, db: None, method: str, action: str | None
) -> None:
    item = create_item(create_user(), "Not yours")
    before = state(item)

    answer = client.generic(method, LIST if action is None else url(item, action))

    assert answer.status_code == 401
    assert state(item) == before


def test_a_list_shows_nothing_of_somebody_else(somebody_else: Client) -> None:
    item = create_item(create_user(), "Not yours")

    assert item.title not in somebody_else.get(LIST, {"show": "all"}).text


def test_every_operation_is_among_the_tested_ones() -> None:
    paths = import_string("config.api.api").get_openapi_schema()["paths"]
    known = {
        (method.upper(), path.partition("}/")[2])
        for path, methods in paths.items()
        if path.startswith(LIST + "{")
        for method in methods
    }
    assert known == {(method, path.partition("?")[0]) for method, path in OPERATIONS}

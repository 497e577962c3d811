import re

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from errand_book.accounts.models import User
from errand_book.todo import selectors
from errand_book.todo.models import Item, Priority

from .factories import create_item

LIST = reverse("todo:list")


def url(name: str, item: Item) -> str:
    return reverse(f"todo:{name}", args=[item.public_id])


def titles(user: User) -> list[str]:
    return [item.title for item in selectors.items_of(user)]


def focused(html: str) -> str:
    """The tag that the browser, or htmx, gives the focus to."""
    (tag,) = re.findall(r"<[^>]*\sautofocus[^>]*>", html)
    return str(tag)


def test_an_item_is_added_on_top_and_the_form_is_ready_for_the_next(
    signed_in: Client, user: User
) -> None:
    create_item(user, "Old")

    response = signed_in.post(
        LIST, {"title": " Call home ", "priority": "high"}, follow=True
    )

    assert titles(user) == ["Call home", "Old"]
    assert "“Call home” is on the list." in response.text
    assert 'name="title"' in focused(response.text)
    assert 'value="Call home"' not in response.text


@pytest.mark.parametrize("title", ["", "  ", "x" * 201])
def test_an_item_that_is_not_valid_is_explained(
    signed_in: Client, user: User, title: str
) -> None:
    response = signed_in.post(LIST, {"title": title, "priority": "normal"})

    assert response.status_code == 200
    assert 'aria-invalid="true"' in response.text
    assert titles(user) == []


def test_titles_are_escaped(signed_in: Client, user: User) -> None:
    create_item(user, "<b>Shout</b>")

    assert "<b>Shout</b>" not in signed_in.get(LIST).text


def test_a_ticked_item_moves_to_the_done_ones(signed_in: Client, user: User) -> None:
    item = create_item(user, "Call home")

    response = signed_in.post(url("complete", item), follow=True)

    assert "“Call home” is done." in response.text
    assert f"tick-{item.public_id}" not in response.text
    assert 'id="heading"' in focused(response.text)
    assert "<s>Call home</s>" in signed_in.get(LIST, {"show": "done"}).text


def test_ticking_keeps_the_focus_where_the_item_stays(
    signed_in: Client, user: User
) -> None:
    item = create_item(user)

    response = signed_in.post(f"{url('complete', item)}?show=all", follow=True)

    assert f"tick-{item.public_id}" in focused(response.text)


def test_a_done_item_is_opened_again(signed_in: Client, user: User) -> None:
    item = create_item(user, done=True)

    signed_in.post(url("reopen", item))

    assert selectors.counts_of(user) == (1, 0)


def test_an_item_is_edited_in_its_place(signed_in: Client, user: User) -> None:
    item = create_item(user, "Cal home")
    form = signed_in.get(url("edit", item)).text
    assert 'value="Cal home"' in form
    assert 'id="edit_title"' in focused(form)

    response = signed_in.post(
        url("edit", item), {"title": "Call home", "priority": "low"}, follow=True
    )

    item.refresh_from_db()
    assert (item.title, item.priority) == ("Call home", Priority.LOW)
    assert f'id="edit-{item.public_id}"' in focused(response.text)


def test_an_edit_that_is_not_valid_is_explained(signed_in: Client, user: User) -> None:
    item = create_item(user, "Call home")

    response = signed_in.post(url("edit", item), {"title": "", "priority": "low"})

    assert 'id="edit_title_error"' in response.text
    assert titles(user) == ["Call home"]


def test_an_item_is_edited_even_where_it_is_not_shown(
    signed_in: Client, user: User
) -> None:
    item = create_item(user, "Call home", done=True)

    assert 'value="Call home"' in signed_in.get(url("edit", item)).text


def test_an_item_moves_up_and_down(signed_in: Client, user: User) -> None:
    last, first = create_item(user, "last"), create_item(user, "first")

    response = signed_in.post(url("up", last), follow=True)
    assert titles(user) == ["last", "first"]
    assert f'id="up-{last.public_id}"' in focused(response.text)

    response = signed_in.post(url("down", last), follow=True)
    assert titles(user) == ["first", "last"]
    assert f'id="down-{last.public_id}"' in focused(response.text)

    response = signed_in.post(url("down", last), follow=True)
    assert "“last” is the last already." in response.text

    response = signed_in.post(url("up", first), follow=True)
    assert "“first” is the first already." in response.text


def test_a_deletion_is_taken_back(signed_in: Client, user: User) -> None:
    item = create_item(user, "Call home")

    response = signed_in.post(url("delete", item), follow=True)
    assert titles(user) == []
    assert url("restore", item) in focused(response.text)

    response = signed_in.post(url("restore", item), follow=True)
    assert titles(user) == ["Call home"]
    assert "“Call home” is on the list again." in response.text


def test_an_item_that_is_not_deleted_cannot_be_restored(
    signed_in: Client, user: User
) -> None:
    item = create_item(user)

    assert signed_in.post(url("restore", item)).status_code == 404


def test_an_action_leads_back_to_where_it_was_taken(
    signed_in: Client, user: User
) -> None:
    item = create_item(user, done=True)

    response = signed_in.post(f"{url('up', item)}?show=done&page=2")

    assert response["Location"].startswith(f"{LIST}?show=done&page=2&at=")


@pytest.mark.parametrize(
    ("done", "show", "heading"),
    [
        (None, "open", "Your list is empty"),
        (None, "done", "Nothing is done yet"),
        (None, "all", "Your list is empty"),
        (True, "open", "All done"),
        (False, "done", "Nothing is done yet"),
        (False, "nonsense", "Water the plants"),
    ],
)
def test_an_empty_part_says_what_to_do(
    signed_in: Client, user: User, done: bool | None, show: str, heading: str
) -> None:
    if done is not None:
        create_item(user, done=done)

    assert heading in signed_in.get(LIST, {"show": show}).text


def test_a_long_list_has_pages(signed_in: Client, user: User) -> None:
    for number in range(21):
        create_item(user, f"Item {number}")

    first, last = signed_in.get(LIST).text, signed_in.get(LIST, {"page": "99"}).text

    assert "Page 1 of 2" in first
    assert "Item 0" not in first
    assert "Page 2 of 2" in last
    assert "Item 0" in last


def test_a_long_list_takes_as_many_queries_as_a_short_one(
    signed_in: Client, user: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    create_item(user)
    with django_assert_num_queries(5):
        signed_in.get(LIST)

    for number in range(49):
        create_item(user, f"Item {number}")

    with django_assert_num_queries(5):
        signed_in.get(LIST)


def test_dashboard_shows_what_comes_next(signed_in: Client, user: User) -> None:
    assert "Your list is empty." in signed_in.get(reverse("pages:dashboard")).text
    create_item(user, "Call home")
    create_item(user, done=True)

    html = signed_in.get(reverse("pages:dashboard")).text

    assert "Call home" in html
    assert "1 thing to do," in html
    assert "1 done" in html

from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from spring_list.accounts.models import User

from ..factories import create_user
from .factories import create_item

LIST = reverse("admin:todo_item_changelist")


def test_items_are_found_by_owner(as_admin: Client) -> None:
    create_item(create_user("grace@example.com"), "Debug")
    create_item(create_user(), "Something else")

    html = as_admin.get(LIST, {"q": "grace"}).text

    assert "Debug" in html
    assert "Something else" not in html


def test_an_item_is_corrected(as_admin: Client, user: User) -> None:
    item = create_item(user)
    url = reverse("admin:todo_item_change", args=[item.pk])
    assert as_admin.get(url).status_code == 200

    as_admin.post(url, {"title": "Corrected", "priority": "low"})

    item.refresh_from_db()
    assert (item.title, item.owner) == ("Corrected", user)


def test_nobody_fills_the_lists_of_others(as_admin: Client) -> None:
    assert as_admin.get(reverse("admin:todo_item_add")).status_code == 403


def test_a_long_list_takes_as_many_queries_as_a_short_one(
    as_admin: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(50):
        create_item(create_user(), f"Item {number}")

    with django_assert_max_num_queries(10):
        as_admin.get(LIST)

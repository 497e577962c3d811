import time

import pytest
from django.db import IntegrityError

from spring_list.accounts.models import User
from spring_list.todo.ids import uuid7
from spring_list.todo.models import Item

from .factories import create_item


def test_database_refuses_an_item_without_a_title(user: User) -> None:
    with pytest.raises(IntegrityError, match="todo_item_has_a_title"):
        Item.objects.create(owner=user, title="", position=0)


def test_database_refuses_an_unknown_priority(user: User) -> None:
    with pytest.raises(IntegrityError, match="todo_item_has_a_known_priority"):
        Item.objects.create(owner=user, title="Wait", priority="urgent", position=0)


def test_database_refuses_two_items_in_one_place(user: User) -> None:
    position = create_item(user).position

    with pytest.raises(IntegrityError):
        Item.objects.create(owner=user, title="Push in", position=position)


def test_an_item_is_called_by_its_title(user: User) -> None:
    assert str(create_item(user, "Call home")) == "Call home"


def test_public_ids_are_version_7_and_sort_by_time() -> None:
    first = uuid7()
    time.sleep(0.002)
    second = uuid7()

    assert (first.version, first.variant) == (7, second.variant)
    assert first < second

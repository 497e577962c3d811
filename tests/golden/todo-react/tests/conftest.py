import time

import pytest
from django.core.cache import cache
from django.test import Client

from spring_list.accounts.models import User

from .factories import create_user


@pytest.fixture(autouse=True)
def no_memory_of_other_tests() -> None:
    cache.clear()


@pytest.fixture
def one_moment(monkeypatch: pytest.MonkeyPatch) -> None:
    """For limits within five minutes, which may just be over."""
    monkeypatch.setattr(time, "time", lambda: 1_000_000_000.0)


@pytest.fixture
def user(db: None) -> User:
    return create_user()


@pytest.fixture
def signed_in(client: Client, user: User) -> Client:
    client.force_login(user)
    return client


@pytest.fixture
def as_admin(client: Client, db: None) -> Client:
    client.force_login(create_user(is_staff=True, is_superuser=True))
    return client

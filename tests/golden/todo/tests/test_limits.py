import time

import pytest
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import include, path

from errand_book import limits


@login_not_required
def knock(request: HttpRequest) -> HttpResponse:
    return HttpResponse("open")


twice = limits.limit_posts("name", times=2)
urlpatterns = [
    path("", include("config.urls")),
    path("knock/", twice(knock)),
]
pytestmark = [pytest.mark.urls(__name__), pytest.mark.django_db]


def knocked(client: Client, name: str) -> int:
    return client.post("/knock/", {"name": name}).status_code


@pytest.mark.usefixtures("one_moment")
def test_one_try_too_many_is_answered_with_a_friendly_429(client: Client) -> None:
    assert [knocked(client, "ada") for _ in range(3)] == [200, 200, 429]

    response = client.post("/knock/", {"name": " Ada "})

    assert response["Retry-After"] == "300"
    assert "That was tried too often" in response.text


@pytest.mark.usefixtures("one_moment")
def test_others_are_not_held_up(client: Client) -> None:
    for _ in range(3):
        knocked(client, "ada")

    assert knocked(client, "grace") == 200
    assert client.get("/knock/").status_code == 200


def test_tries_are_forgotten_after_five_minutes(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(time, "time", lambda: 1_000_000_000.0)
    for _ in range(3):
        knocked(client, "ada")

    monkeypatch.setattr(time, "time", lambda: 1_000_000_300.0)

    assert knocked(client, "ada") == 200

import pytest
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import path, reverse
from pytest_django import Settings

from config.urls import urlpatterns as project_urls


def forbidden(request: HttpRequest) -> HttpResponse:
    raise PermissionDenied


def broken(request: HttpRequest) -> HttpResponse:
    raise RuntimeError("an internal detail")


urlpatterns = [*project_urls, path("forbidden/", forbidden), path("broken/", broken)]


@pytest.mark.django_db
def test_unknown_page_is_a_friendly_404(client: Client) -> None:
    response = client.get("/no/such/page/")

    assert response.status_code == 404
    assert "There is no page here" in response.text


@pytest.mark.urls(__name__)
def test_forbidden_page_is_a_friendly_403(signed_in: Client) -> None:
    response = signed_in.get("/forbidden/")

    assert response.status_code == 403
    assert "This page is not open to you" in response.text


@pytest.mark.urls(__name__)
def test_failure_is_a_friendly_500_that_gives_nothing_away(signed_in: Client) -> None:
    signed_in.raise_request_exception = False

    response = signed_in.get("/broken/")

    assert response.status_code == 500
    assert "Something went wrong" in response.text
    assert "an internal detail" not in response.text


def test_unknown_host_is_a_friendly_400(client: Client) -> None:
    response = client.get("/", headers={"host": "evil.example"})

    assert response.status_code == 400
    assert "We could not read that request" in response.text


@pytest.mark.urls(__name__)
def test_a_failure_is_told_in_the_language_of_the_visitor(
    signed_in: Client, settings: Settings
) -> None:
    settings.LANGUAGES = [("en", "English"), ("ar", "العربية")]
    signed_in.raise_request_exception = False

    response = signed_in.get("/broken/", headers={"accept-language": "ar"})

    assert '<html lang="ar" dir="rtl">' in response.text


@pytest.mark.django_db
def test_expired_form_is_explained() -> None:
    client = Client(enforce_csrf_checks=True)

    response = client.post(reverse("accounts:login"))

    assert response.status_code == 403
    assert "This form has expired" in response.text

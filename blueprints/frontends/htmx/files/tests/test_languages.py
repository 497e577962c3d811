import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

HOME = reverse("pages:home")
LOGIN = reverse("accounts:login")

pytestmark = pytest.mark.django_db


@pytest.fixture
def german(settings: Settings) -> None:
    settings.LANGUAGES = [("en", "English"), ("de", "Deutsch")]


def test_one_language_leaves_nothing_to_choose(client: Client) -> None:
    response = client.get(HOME, headers={"accept-language": "de"})

    assert '<html lang="en"' in response.text
    assert reverse("set_language") not in response.text


@pytest.mark.usefixtures("german")
def test_a_browser_asks_for_the_language_of_its_visitor(client: Client) -> None:
    response = client.post(LOGIN, headers={"accept-language": "de-AT,en;q=0.5"})

    assert '<html lang="de"' in response.text
    assert "Dieses Feld ist zwingend erforderlich." in response.text


@pytest.mark.usefixtures("german")
def test_a_visitor_chooses_a_language_and_stays_on_the_page(client: Client) -> None:
    page = f"{LOGIN}?next=/dashboard/"
    assert "Deutsch" in client.get(page).text

    chosen = client.post(reverse("set_language"), {"language": "de", "next": page})

    assert chosen["Location"] == page
    html = client.get(page).text
    assert '<html lang="de"' in html
    # For whoever does not read German.
    assert 'lang="en">English</button>' in html


@pytest.mark.usefixtures("german")
def test_choosing_a_language_leads_to_no_other_site(client: Client) -> None:
    elsewhere = {"language": "de", "next": "https://evil.example.com/"}

    assert client.post(reverse("set_language"), elsewhere)["Location"] == "/"

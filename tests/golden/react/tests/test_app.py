import json
import re
from pathlib import Path

import pytest
from django.contrib import messages
from django.contrib.messages.storage.base import Message
from django.core.management import call_command
from django.http import HttpRequest
from django.template import Context, Template
from django.test import Client
from django.urls import include, path, reverse
from pytest_django import Settings

from config import modules_urls
from harvest_desk import document
from harvest_desk.accounts.models import User
from harvest_desk.pages.templatetags import vite

from .known import known_in, session_in

pytestmark = pytest.mark.urls("tests.urls")

BASE_DIR = Path(__file__).resolve().parent.parent
HOME = reverse("pages:home")
DASHBOARD = reverse("pages:dashboard")
LOGIN = reverse("accounts:login")
VITE = "http://localhost:5173"


@pytest.mark.django_db
@pytest.mark.parametrize("url", [HOME, LOGIN, reverse("accounts:password_reset")])
def test_visitors_get_the_open_pages(client: Client, url: str) -> None:
    response = client.get(url)

    assert response.status_code == 200
    assert session_in(response.text)["user"] is None


@pytest.mark.django_db
@pytest.mark.parametrize("url", [DASHBOARD, reverse("accounts:profile")])
def test_other_pages_ask_visitors_to_sign_in(client: Client, url: str) -> None:
    assert client.get(url)["Location"] == f"{LOGIN}?next={url}"


def test_a_page_knows_who_is_signed_in(signed_in: Client, user: User) -> None:
    account = session_in(signed_in.get(DASHBOARD).text)["user"]

    assert isinstance(account, dict)
    assert account["email"] == user.email


def test_a_page_knows_what_django_has_to_say_and_draws_itself(
    client: Client, db: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    def say(request: HttpRequest) -> list[Message]:
        return [Message(messages.SUCCESS, "Saved.")]

    monkeypatch.setattr(document, "get_messages", say)
    included = [path("t/<slug:team>/notes/", include([])), path("", include([]))]
    monkeypatch.setattr(modules_urls, "urlpatterns", included)

    known = known_in(client.get(HOME).text)

    assert known["messages"] == [{"level": "success", "text": "Saved."}]
    assert known["documents"] == ["/t/:team/notes/"]


def test_an_error_is_a_page_with_a_way_back(client: Client, db: None) -> None:
    html = client.get("/no/such/page/").text

    assert f'action="{reverse("accounts:logout")}"' not in html
    assert f'href="{LOGIN}"' in html


def test_a_page_that_django_draws_signs_out(signed_in: Client) -> None:
    html = signed_in.get("/no/such/page/").text
    assert f'action="{reverse("accounts:logout")}"' in html

    signed_in.post(reverse("accounts:logout"))

    assert signed_in.get(DASHBOARD).status_code == 302


def test_names_are_escaped(signed_in: Client, user: User) -> None:
    user.name = "</script><b>Ada</b>"
    user.save()

    html = signed_in.get(DASHBOARD).text

    assert "<b>" not in html
    account = session_in(html)["user"]
    assert isinstance(account, dict)
    assert account["name"] == user.name


def test_every_page_of_the_frontend_is_named_by_its_view(signed_in: Client) -> None:
    text = (BASE_DIR / "frontend/src/paths.ts").read_text()
    pages = re.findall(r'^  \w+: "(/.*)",$', text, flags=re.MULTILINE)
    assert HOME in pages

    for page in pages:
        if not page.startswith("/admin/"):
            html = signed_in.get(re.sub(r":\w+", "x", page)).text
            (file,) = re.findall(rf'"modulepreload" href="{VITE}/(.*?)"', html)
            assert (BASE_DIR / "frontend" / file).is_file()


def test_translations_are_loaded_for_other_languages_than_english(
    client: Client, db: None, settings: Settings
) -> None:
    url = reverse("pages:translations")
    assert url not in client.get(HOME).text

    settings.LANGUAGE_CODE = "de"

    assert url in client.get(HOME).text
    assert "gettext" in client.get(url).text


def test_a_visitor_chooses_a_language_and_stays_on_the_page(
    client: Client, db: None, settings: Settings
) -> None:
    settings.LANGUAGES = [("en", "English"), ("de", "Deutsch")]
    page = f"{LOGIN}?next={DASHBOARD}"
    html = client.get(page, headers={"accept-language": "en"}).text
    assert known_in(html)["languages"] == [["en", "English"], ["de", "Deutsch"]]

    chosen = client.post(reverse("set_language"), {"language": "de", "next": page})

    assert chosen["Location"] == page
    html = client.get(page, headers={"accept-language": "en"}).text
    assert '<html lang="de"' in html


def test_the_types_of_the_frontend_are_up_to_date() -> None:
    call_command("api_types", "--check")


def test_built_files_are_found_by_the_manifest_of_vite(
    tmp_path: Path, settings: Settings
) -> None:
    settings.VITE_SERVER = ""
    settings.VITE_MANIFEST = tmp_path / "manifest.json"
    chunks: dict[str, vite.Chunk] = {
        "src/main.tsx": {
            "file": "main.js",
            "css": ["main.css"],
            "imports": ["_packages.js"],
        },
        "src/home.tsx": {
            "file": "home.js",
            "imports": ["src/main.tsx", "_card.js", "_packages.js"],
        },
        "_card.js": {"file": "card.js", "imports": ["_packages.js"]},
        "_packages.js": {"file": "packages.js"},
    }
    settings.VITE_MANIFEST.write_text(json.dumps(chunks))
    source = '{% load vite %}{% vite "src/main.tsx" "src/home.tsx" %}'

    tags = Template(source).render(Context({"request": HttpRequest()}))

    assert re.findall(
        r'(rel="\S+|type="\S+) (?:href|src)="/static/app/(\S+)"', tags
    ) == [
        ('rel="stylesheet"', "main.css"),
        ('type="module"', "main.js"),
        ('rel="modulepreload"', "home.js"),
        ('rel="modulepreload"', "packages.js"),
        ('rel="modulepreload"', "card.js"),
    ]

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
from django.urls import include, path, resolve, reverse
from pytest_django import Settings

from config import modules_urls
from harvest_desk.accounts.models import User
from harvest_desk.pages import views
from harvest_desk.pages.templatetags import vite

pytestmark = pytest.mark.urls("tests.urls")

BASE_DIR = Path(__file__).resolve().parent.parent
HOME = reverse("pages:home")
DASHBOARD = reverse("pages:dashboard")
LOGIN = reverse("accounts:login")


def session_in(html: str) -> dict[str, object]:
    found = re.search(r'data-session="([^"]*)"', html)
    assert found
    session: dict[str, object] = json.loads(found[1].replace("&quot;", '"'))
    return session


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

    monkeypatch.setattr(views, "get_messages", say)
    included = [path("t/<slug:team>/notes/", include([])), path("", include([]))]
    monkeypatch.setattr(modules_urls, "urlpatterns", included)

    context = client.get(HOME).context

    assert json.loads(context["messages"]) == [{"level": "success", "text": "Saved."}]
    assert json.loads(context["documents"]) == ["/t/:team/notes/"]


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
    user.name = '"><b>Ada</b>'
    user.save()

    assert "<b>" not in signed_in.get(DASHBOARD).text


def test_django_knows_every_page_of_the_frontend() -> None:
    text = (BASE_DIR / "frontend/src/paths.ts").read_text()
    pages = re.findall(r'^  \w+: "(/.*)",$', text, flags=re.MULTILINE)
    assert HOME in pages

    for page in pages:
        view = resolve(re.sub(r":\w+", "x", page)).func
        assert page.startswith("/admin/") or view in {views.page, views.open_page}


def test_the_types_of_the_frontend_are_up_to_date() -> None:
    call_command("api_types", "--check")


def test_built_files_are_found_by_the_manifest_of_vite(
    tmp_path: Path, settings: Settings
) -> None:
    settings.VITE_SERVER = ""
    settings.VITE_MANIFEST = tmp_path / "manifest.json"
    chunk: vite.Chunk = {"file": "assets/main-1a2b.js", "css": ["assets/main-3c4d.css"]}
    settings.VITE_MANIFEST.write_text(json.dumps({"src/main.tsx": chunk}))
    template = Template('{% load vite %}{% vite "src/main.tsx" %}')

    tags = template.render(Context({"request": HttpRequest()}))

    assert 'href="/static/app/assets/main-3c4d.css"' in tags
    assert 'type="module" src="/static/app/assets/main-1a2b.js"' in tags

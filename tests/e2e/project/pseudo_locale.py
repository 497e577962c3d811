"""Translates a copy of a project, run in it, into brackets, and prints every text of its pages that is still English.

The admin site is left out: it has Django's own texts.
"""

import os
import re
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path

import django
from django.core.management import call_command

# Django is translated to it, and no word of it is in the letters of English.
LANGUAGE = "ja"
SETTINGS = """
LANGUAGE_CODE = "ja"
LANGUAGES = [("ja", "日本語")]
"""


class Texts(HTMLParser):
    """What a person reads or hears of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.texts: list[str] = []
        self._silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._silent += tag in {"script", "style", "code"}
        given = dict(attrs)
        self.texts += [given[name] or "" for name in ("alt", "title", "aria-label", "placeholder") if name in given]
        if given.get("name") == "description":
            self.texts.append(given.get("content") or "")

    def handle_endtag(self, tag: str) -> None:
        self._silent -= tag in {"script", "style", "code"}

    def handle_data(self, data: str) -> None:
        if not self._silent:
            self.texts.append(data)


def translate() -> None:
    """Gives every text of the project itself in brackets as its translation, the way its README says."""
    run("just", "messages", LANGUAGE)
    folder = Path("locale", LANGUAGE, "LC_MESSAGES")
    # An entry of several lines is one text: a bracket before its first and after its last.
    brackets = ["sed", "-e", "1s/^/⟦/", "-e", "$s/$/⟧/"]
    filled = run("msgen", folder / "django.po")
    run("msgfilter", "--keep-header", "--output-file", folder / "django.po", *brackets, text=filled)
    run("just", "messages", LANGUAGE)


def run(*command: object, text: str = "") -> str:
    # The environment that this runs in has all packages.
    environment = {**os.environ, "UV_PROJECT_ENVIRONMENT": sys.prefix, "UV_NO_SYNC": "1"}
    environment["PATH"] = f"{sys.prefix}/bin:{os.environ['PATH']}"
    # Without these, for the settings are those of a developer.
    environment.pop("DJANGO_SETTINGS_MODULE")
    done = subprocess.run([str(word) for word in command], input=text, capture_output=True, text=True, env=environment)
    if done.returncode:
        sys.exit(f"{command[0]}: {done.stderr}")
    return done.stdout


def english(page: str, known: set[str]) -> list[str]:
    """The texts of a page that have words outside of brackets and are not data."""
    parser = Texts()
    parser.feed(page)
    found = []
    for text in parser.texts:
        rest = re.sub("⟦.*?⟧", "", " ".join(text.split()))
        for data in known:
            rest = rest.replace(data, "")
        if re.search("[A-Za-z]{2,}", rest):
            found.append(" ".join(text.split()))
    return found


def main() -> None:
    with Path("config", "settings", "test.py").open("a", encoding="utf-8") as settings_file:
        settings_file.write(SETTINGS)
    translate()
    django.setup()
    call_command("migrate", verbosity=0)

    from django.conf import settings
    from django.test import Client
    from pages import HEADERS
    from pages import main as pages_of_project
    from rows import EMAIL, NAME, TEXT, signed_in

    known = {settings.SITE_TITLE, EMAIL, NAME, TEXT}
    viewers = signed_in()
    for page in pages_of_project(1).pages:
        if not page.route.startswith("admin:"):
            for client, status in ((Client(), page.visitor), (viewers, page.viewer)):
                if status in {200, 403, 404}:
                    for text in english(client.get(page.path, **HEADERS, follow=True).text, known):
                        print(f"{page.path}: {text}")


if __name__ == "__main__":
    main()

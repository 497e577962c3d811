"""Adds a language to a copy of a project, run in it, as its README says, with everything in brackets for a translation.
Prints every text of its pages that is still English for a visitor whose browser asks for that language.

    python pseudo_locale.py SEEN

Pages that a browser draws are left to ../translated.py, which finds in the file SEEN what there is to see. The admin
site is left out: it has Django's own texts.
"""

import json
import os
import re
import subprocess
import sys
from dataclasses import asdict
from pathlib import Path

import django
from django.core.management import call_command
from english import english

# Django is translated to it, and no word of it is in the letters of English; the README's example is German.
LANGUAGE, LANGUAGE_NAME = "ja", "日本語"
LINE = re.compile(r"^LANGUAGES = .*$", re.MULTILINE)
SETTINGS = """
WHITENOISE_USE_FINDERS = True
VITE_SERVER = ""
"""


def name_language() -> None:
    """Takes over the line of settings that the README shows."""
    line = LINE.search(Path("README.md").read_text(encoding="utf-8"))[0]
    line = line.replace('"de"', f'"{LANGUAGE}"').replace("Deutsch", LANGUAGE_NAME)
    base = Path("config", "settings", "base.py")
    settings, count = LINE.subn(line, base.read_text(encoding="utf-8"))
    assert count == 1 and LANGUAGE in line, line
    base.write_text(settings, encoding="utf-8")


def translate() -> None:
    """Gives every text of the project itself in brackets as its translation, the way its README says."""
    run("just", "messages", LANGUAGE)
    # An entry of several lines is one text: a bracket before its first and after its last.
    brackets = ["sed", "-e", "1s/^/⟦/", "-e", "$s/$/⟧/"]
    for catalogue in Path("locale", LANGUAGE, "LC_MESSAGES").glob("*.po"):
        filled = run("msgen", catalogue)
        run("msgfilter", "--keep-header", "--output-file", catalogue, *brackets, text=filled)
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


def main() -> None:
    with Path("config", "settings", "test.py").open("a", encoding="utf-8") as settings_file:
        settings_file.write(SETTINGS)
    name_language()
    translate()
    django.setup()
    call_command("migrate", verbosity=0)

    from django.conf import settings
    from django.test import Client
    from pages import HEADERS
    from pages import main as pages_of_project
    from rows import EMAIL, NAME, TEXT, signed_in

    # The switch names each language as its speakers do.
    known = [settings.SITE_TITLE, EMAIL, NAME, TEXT, "English"]
    asked = {**HEADERS, "HTTP_ACCEPT_LANGUAGE": LANGUAGE}
    viewers = signed_in()
    site = pages_of_project(1)
    shown = [page for page in site.pages if not page.route.startswith("admin:")]
    for page in shown:
        for client, status in ((Client(), page.visitor), (viewers, page.viewer)):
            if status in {200, 403, 404}:
                for text in english(client.get(page.path, **asked, follow=True).text, known):
                    print(f"{page.path}: {text}")
    seen = {"session": site.session, "known": known, "language": LANGUAGE, "pages": [asdict(page) for page in shown]}
    Path(sys.argv[1]).write_text(json.dumps(seen), encoding="utf-8")


if __name__ == "__main__":
    main()

import re
from pathlib import Path

import pytest
from django.core.management import call_command
from django.templatetags.static import static
from pytest_django import Settings

from config.settings import base

SITE_CSS = "body { color: #18201c }"
ENTRY_JS = 'import "./chunk-B2x9.js";'


@pytest.fixture
def collected(tmp_path: Path, settings: Settings) -> Path:
    """What a server has after `collectstatic`, of a site with these three files."""
    source = tmp_path / "static"
    for name, text in {
        "css/site.css": SITE_CSS,
        "app/assets/main-A1b2.js": ENTRY_JS,
        "app/assets/chunk-B2x9.js": "",
    }.items():
        (source / name).parent.mkdir(parents=True, exist_ok=True)
        (source / name).write_text(text)
    settings.STATICFILES_DIRS = [source]
    settings.STATIC_ROOT = tmp_path / "collected"
    settings.STORAGES = base.STORAGES
    finders = "django.contrib.staticfiles.finders.FileSystemFinder"
    settings.STATICFILES_FINDERS = [finders]
    call_command("collectstatic", interactive=False, verbosity=0)
    return tmp_path / "collected"


def test_files_of_vite_keep_the_names_by_which_they_import_one_another(
    collected: Path,
) -> None:
    assert static("app/assets/main-A1b2.js") == "/static/app/assets/main-A1b2.js"
    assert (collected / "app/assets/main-A1b2.js").read_text() == ENTRY_JS
    assert (collected / "app/assets/chunk-B2x9.js").is_file()


def test_other_files_are_named_by_their_contents(collected: Path) -> None:
    url = static("css/site.css")

    assert re.fullmatch(r"/static/css/site\.[0-9a-f]{12}\.css", url)
    assert (collected / url.removeprefix("/static/")).read_text() == SITE_CSS


@pytest.mark.usefixtures("collected")
@pytest.mark.parametrize("name", ["css/site.css", "app/assets/main-A1b2.js"])
def test_browsers_keep_every_file_that_has_its_contents_in_its_name(name: str) -> None:
    immutable = re.compile(base.WHITENOISE_IMMUTABLE_FILE_TEST)

    assert immutable.search(static(name))
    assert not immutable.search("/static/css/site.css")

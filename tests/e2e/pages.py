"""Looks at every page of a generated project in a real browser.

    python pages.py ORIGIN PAGES PICTURES

PAGES is what project/pages.py printed. Each page is judged as visitors and the signed-in viewer see it, in light and
dark, wide and narrow, and walked through with the Tab key; a picture of each is left in the directory PICTURES. What
is wrong is printed as JSON, by kind, with what the heaviest page weighs.
"""

import gzip
import json
import sys
from collections import defaultdict
from pathlib import Path
from typing import Any

from chromium import WIDE, Watched, launched
from playwright.sync_api import Browser, BrowserContext, Error, Response

KINDS = ("policy", "console", "hosts", "axe", "overflow", "keyboard")

# Marks what can be reached, in the order of the document.
MARK_TABBABLE = """() => [...document.querySelectorAll(
    "a[href], button, input, select, textarea, summary, [tabindex], [contenteditable]")]
    .filter((element) => element.tabIndex >= 0 && !element.disabled && element.type !== "hidden"
        && !(element.type === "radio" && !element.checked
            && document.querySelector(`input[type=radio][name="${element.name}"]:checked`))
        && element.checkVisibility({visibilityProperty: true}) && element.getClientRects().length)
    .map((element, index) => { element.dataset.tabbable = index; return element.outerHTML.slice(0, 120) })"""
FOCUSED = """() => {
    const element = document.activeElement;
    const style = getComputedStyle(element);
    const marked = (style.outlineStyle !== "none" && parseFloat(style.outlineWidth) > 0) || style.boxShadow !== "none";
    return [element.dataset?.tabbable ?? null, marked, element.outerHTML.slice(0, 120)];
}"""


def walk_by_keyboard(watched: Watched) -> None:
    """Presses Tab until the focus has been everywhere, as a person without a mouse does."""
    page = watched.page
    missing = dict(enumerate(page.evaluate(MARK_TABBABLE)))
    for _ in range(len(missing) + 5):
        page.keyboard.press("Tab")
        index, marked, html = page.evaluate(FOCUSED)
        if index is not None and missing.pop(int(index), None) and not marked:
            watched.wrong("keyboard", f"the focus cannot be seen on {html}")
        if not missing:
            return
    for html in missing.values():
        watched.wrong("keyboard", f"Tab does not reach {html}")


class Weights:
    """How many pages there were, and what the scripts and styles of the heaviest weigh, compressed."""

    def __init__(self) -> None:
        self.pages = 0
        self.of_page: dict[str, int] = defaultdict(int)
        self.heaviest: dict[str, int] = {"script": 0, "stylesheet": 0}

    def add(self, response: Response) -> None:
        kind = response.request.resource_type
        if kind in self.heaviest and response.ok:
            self.of_page[kind] += len(gzip.compress(response.body()))

    def finish_page(self) -> None:
        for kind, weight in self.of_page.items():
            self.heaviest[kind] = max(weight, self.heaviest[kind])
        self.of_page.clear()


def look(context: BrowserContext, origin: str, page: dict[str, Any], status: int, picture: Path, weights: Weights) -> list[tuple[str, str]]:
    tab = context.new_page()
    watched = Watched(tab, origin, status)
    answers: list[Response] = []
    tab.on("response", lambda answer: answers.append(answer))
    try:
        tab.goto(origin + page["path"], wait_until="load")
        # Where the browser draws the page, it is there when its heading is.
        tab.locator("h1").first.wait_for(state="attached", timeout=20_000)
        if not page["route"].startswith("admin:"):
            for answer in answers:
                weights.add(answer)
            weights.finish_page()
        watched.judge_every_way(picture)
        walk_by_keyboard(watched)
    except Error as error:
        watched.wrong("console", str(error))
    tab.close()
    return watched.problems


def visit(browser: Browser, origin: str, site: dict[str, Any], who: str, pictures: Path, weights: Weights) -> list[tuple[str, str]]:
    """Every page that this person gets to see."""
    problems = []
    for page in site["pages"]:
        status = page[who]
        if status not in {200, 403, 404}:
            continue
        picture = pictures / f"{page['route'].replace(':', '-')}-{who}"
        for _ in range(3):
            # A context of its own for each page, so that none depends on what another left behind.
            context = browser.new_context(viewport=WIDE, ignore_https_errors=True, reduced_motion="reduce")
            context.set_default_timeout(60_000)
            if who == "viewer":
                cookie = {"name": "__Host-sessionid", "value": site["session"], "url": origin, "secure": True}
                context.add_cookies([cookie])
            found = look(context, origin, page, status, picture, weights)
            context.close()
            # Chromium gives up its connections when an interface of the machine comes or goes, as when
            # somebody starts a container. That says nothing about the site.
            if not any("ERR_NETWORK_CHANGED" in problem for _, problem in found):
                break
        problems += found
        weights.pages += 1
    return problems


def main(origin: str, pages: Path, pictures: Path) -> dict[str, Any]:
    site = json.loads(pages.read_text(encoding="utf-8"))
    pictures.mkdir(parents=True, exist_ok=True)
    weights, problems = Weights(), []
    with launched() as browser:
        for who in ("visitor", "viewer"):
            problems += visit(browser, origin, site, who, pictures, weights)
    by_kind = {kind: [text for found, text in problems if found == kind] for kind in KINDS}
    return {"pages": weights.pages, "problems": by_kind, "weights": weights.heaviest}


if __name__ == "__main__":
    print(json.dumps(main(sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3]))))

"""Looks at every page of a generated project in a real browser.

    python pages.py ORIGIN PAGES PICTURES

PAGES is what project/pages.py printed. Each page is judged as visitors and the signed-in viewer see it, in light and
dark, wide and narrow, and walked through with the Tab key; a picture of each is left in the directory PICTURES. What
is wrong is printed as JSON, by kind, with what the heaviest page weighs.
"""

import gzip
import json
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from chromium import WIDE, Watched, launched
from playwright.sync_api import Browser, BrowserContext, Error, Response

# Most of the time a browser waits, for a page or to be asked, so that four keep two processors busy.
BROWSERS = 4
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
    """What the scripts and styles of the heaviest page weigh, compressed."""

    def __init__(self) -> None:
        self.heaviest: dict[str, int] = {"script": 0, "stylesheet": 0}
        self._of_file: dict[str, int] = {}

    def add(self, answers: list[Response]) -> None:
        of_page = dict.fromkeys(self.heaviest, 0)
        for answer in answers:
            kind = answer.request.resource_type
            if kind in of_page and answer.ok:
                if answer.url not in self._of_file:
                    self._of_file[answer.url] = len(gzip.compress(answer.body()))
                of_page[kind] += self._of_file[answer.url]
        self.heaviest = heavier(self.heaviest, of_page)


def heavier(one: dict[str, int], other: dict[str, int]) -> dict[str, int]:
    return {kind: max(weight, other[kind]) for kind, weight in one.items()}


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
            weights.add(answers)
        watched.judge_every_way(picture)
        walk_by_keyboard(watched)
    except Error as error:
        watched.wrong("console", str(error))
    tab.close()
    return watched.problems


class Visitors:
    """A browser in which each person has a profile, with files that are fetched once."""

    def __init__(self, browser: Browser, origin: str, session: str) -> None:
        self.origin = origin
        self.cookies = {"visitor": [], "viewer": [{"name": "__Host-sessionid", "value": session, "url": origin, "secure": True}]}
        self.contexts: dict[str, BrowserContext] = {}
        for who in self.cookies:
            context = browser.new_context(viewport=WIDE, ignore_https_errors=True, reduced_motion="reduce")
            context.set_default_timeout(60_000)
            self.contexts[who] = context

    def see(self, page: dict[str, Any], who: str, pictures: Path, weights: Weights) -> list[tuple[str, str]]:
        picture = pictures / f"{page['route'].replace(':', '-')}-{who}"
        for _ in range(3):
            # No page depends on what another left behind.
            self.contexts[who].clear_cookies()
            self.contexts[who].add_cookies(self.cookies[who])
            found = look(self.contexts[who], self.origin, page, page[who], picture, weights)
            # Chromium gives up its connections when an interface of the machine comes or goes, as when
            # somebody starts a container. That says nothing about the site.
            if not any("ERR_NETWORK_CHANGED" in problem for _, problem in found):
                break
        return found


def see_some(origin: str, session: str, views: list[tuple[dict[str, Any], str]], pictures: Path) -> tuple[list[tuple[str, str]], dict[str, int]]:
    """In a browser of its own, what is wrong with these pages, and what the heaviest weighs."""
    weights = Weights()
    with launched() as browser:
        visitors = Visitors(browser, origin, session)
        problems = [problem for page, who in views for problem in visitors.see(page, who, pictures, weights)]
    return problems, weights.heaviest


def main(origin: str, pages: Path, pictures: Path) -> dict[str, Any]:
    site = json.loads(pages.read_text(encoding="utf-8"))
    pictures.mkdir(parents=True, exist_ok=True)
    views = [(page, who) for page in site["pages"] for who in ("visitor", "viewer") if page[who] in {200, 403, 404}]
    problems, weights = [], {"script": 0, "stylesheet": 0}
    with ThreadPoolExecutor(BROWSERS) as pool:
        shares = [pool.submit(see_some, origin, site["session"], views[start::BROWSERS], pictures) for start in range(BROWSERS)]
        for share in shares:
            found, heaviest = share.result()
            problems += found
            weights = heavier(weights, heaviest)
    by_kind = {kind: [text for found, text in problems if found == kind] for kind in KINDS}
    return {"pages": len(views), "problems": by_kind, "weights": weights}


if __name__ == "__main__":
    print(json.dumps(main(sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3]))))

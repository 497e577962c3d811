"""A real browser, and what it has to say about a page."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

from playwright.sync_api import Browser, Page, sync_playwright

# For root and for machines without internet: no sandbox of its own, no calls home.
FLAGS = [
    "--no-sandbox",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]
WIDE, NARROW = {"width": 1280, "height": 800}, {"width": 320, "height": 640}

AXE = """async () => (await axe.run({resultTypes: ["violations"], runOnly: [
    "wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice",
]})).violations.flatMap(({id, help, nodes}) => nodes.map(({html}) => `${id}: ${help}: ${html}`))"""
REPORT_POLICY_VIOLATIONS = """addEventListener("securitypolicyviolation", (violation) =>
    policyViolated(`${violation.effectiveDirective} forbids ${violation.blockedURI}`))"""
SETTLED = "Promise.all(document.getAnimations().map((animation) => animation.finished.catch(() => {})))"


@contextmanager
def launched(*flags: str) -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=os.environ["CHROMIUM"], args=[*FLAGS, *flags])
        yield browser
        browser.close()


class Watched:
    """A page whose complaints are collected under the name of what was complained about."""

    def __init__(self, page: Page, origin: str, expected_status: int = 200) -> None:
        self.page, self.origin, self.expected = page, origin, expected_status
        self.scheme = "light"
        self.axe_reads = False
        self.problems: list[tuple[str, str]] = []
        page.on("pageerror", lambda error: self.wrong("console", f"exception: {error}"))
        page.on("console", lambda line: line.type in {"error", "warning"} and self.hear(line.text))
        page.on("request", lambda request: self.check_host(request.url))
        page.on("response", lambda answer: self.check_status(answer.status, answer.url))
        page.expose_function("policyViolated", self.hear_of_policy)
        page.add_init_script(REPORT_POLICY_VIOLATIONS)

    def wrong(self, kind: str, problem: str) -> None:
        self.problems.append((kind, f"{self.scheme}, {urlsplit(self.page.url).path}: {problem}"))

    def hear(self, text: str) -> None:
        if "Content Security Policy" in text:
            self.hear_of_policy(text)
        elif not (self.expected >= 400 and f"status of {self.expected}" in text):
            self.wrong("console", text)

    def hear_of_policy(self, text: str) -> None:
        if not self.axe_reads:
            self.wrong("policy", text)

    def check_host(self, url: str) -> None:
        if not url.startswith((self.origin + "/", "data:")):
            self.wrong("hosts", f"asks another host for {url}")

    def check_status(self, status: int, url: str) -> None:
        if status >= 400 and status != self.expected:
            self.wrong("console", f"{status} {url}")

    def show(self, size: dict[str, int], scheme: str) -> None:
        self.scheme = scheme
        self.page.set_viewport_size(size)
        self.page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        self.page.evaluate(SETTLED)

    def judge(self, picture: Path) -> None:
        """Judges the page as it stands, and takes a picture of it."""
        if not self.page.evaluate("() => 'axe' in window"):
            self.page.evaluate(Path(os.environ["AXE"]).read_text(encoding="utf-8"))
        width = self.page.viewport_size["width"]
        # A sheet that the browser does not let axe read, axe puts into a <style> of its own, which the policy forbids.
        self.axe_reads = True
        violations = self.page.evaluate(AXE)
        self.axe_reads = False
        for violation in violations:
            self.wrong("axe", f"{width} pixels: {violation}")
        overflow = self.page.evaluate("document.documentElement.scrollWidth - innerWidth")
        if overflow > 0:
            self.wrong("overflow", f"{overflow} pixels more than {width}")
        self.page.screenshot(path=f"{picture}-{self.scheme}-{width}.png", full_page=True)

    def judge_every_way(self, picture: Path) -> None:
        """In light and dark, wide and narrow."""
        for size in (WIDE, NARROW):
            for scheme in ("light", "dark"):
                self.show(size, scheme)
                self.judge(picture)
        self.show(WIDE, "light")

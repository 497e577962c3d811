"""A person with a keyboard uses a generated project in a real browser.

    python journey.py ORIGIN PICTURES

EMAIL and PASSWORD sign in. Every page on the way is judged in both colour schemes, wide and narrow, and a picture of
each is left in the directory PICTURES. All that is wrong is listed; then the exit code is 1.
"""

import os
import sys
from pathlib import Path

from chromium import WIDE, Watched, launched
from playwright.sync_api import Browser, Error, expect


# As long as it may be, and as hard to break.
LONG_NAME = "Ada " + "W" * 130 + " of Lovelace"


class Journey(Watched):
    """One visit, from the first page through signing in to signing out."""

    pictures: Path

    def look(self, name: str) -> None:
        self.judge_every_way(self.pictures / f"journey-{name}")

    def tab_to(self, selector: str) -> None:
        """Presses Tab until the focus is there, as a person without a mouse does."""
        target = self.page.locator(selector).first
        for _ in range(40):
            if target.evaluate("element => element === document.activeElement"):
                return
            self.page.keyboard.press("Tab")
        raise AssertionError(f"{self.page.url}: Tab does not reach {selector}")

    def go(self) -> None:
        page = self.page
        page.goto(self.origin + "/")
        self.tab_to("a[href^='/accounts/login/']")
        page.keyboard.press("Enter")
        page.wait_for_url("**/accounts/login/**")
        # Pages that are drawn in the browser hear a refusal as a status.
        self.expected = 422
        self.sign_in("a wrong password")
        expect(page.get_by_text("Please enter a correct")).to_be_visible()
        self.expected = 200
        self.look("login-refused")
        self.sign_in(os.environ["PASSWORD"])
        page.wait_for_url("**/dashboard/")
        self.take_a_long_name()
        self.tab_to("#account-menu summary")
        page.keyboard.press("Enter")
        self.look("menu")
        self.tab_to("#account-menu button")
        page.keyboard.press("Enter")
        page.wait_for_url(self.origin + "/")
        expect(page.locator("a[href^='/accounts/login/']").first).to_be_visible()
        page.goto(self.origin + "/dashboard/")
        page.wait_for_url("**/accounts/login/?next=/dashboard/")

    def take_a_long_name(self) -> None:
        self.page.goto(self.origin + "/accounts/profile/")
        self.tab_to("input[name=name]")
        self.page.keyboard.press("Control+A")
        self.page.keyboard.type(LONG_NAME)
        self.page.keyboard.press("Enter")
        expect(self.page.get_by_text("is saved")).to_be_visible()
        self.look("profile-saved")
        self.page.goto(self.origin + "/dashboard/")

    def sign_in(self, password: str) -> None:
        self.tab_to("input[name=username]")
        self.page.keyboard.press("Control+A")
        self.page.keyboard.type(os.environ["EMAIL"])
        self.tab_to("input[name=password]")
        self.page.keyboard.type(password)
        self.page.keyboard.press("Enter")


def journey_in(browser: Browser, origin: str, pictures: Path) -> list[str]:
    """What is wrong with the site."""
    context = browser.new_context(viewport=WIDE, ignore_https_errors=True, reduced_motion="reduce")
    context.set_default_timeout(60_000)
    journey = Journey(context.new_page(), origin)
    journey.pictures = pictures
    try:
        journey.go()
    except (AssertionError, Error) as error:
        journey.wrong("journey", str(error))
    context.close()
    return [problem for _, problem in journey.problems]


def main(origin: str, pictures: Path) -> list[str]:
    pictures.mkdir(parents=True, exist_ok=True)
    with launched() as browser:
        problems = journey_in(browser, origin, pictures)
        # Chromium gives up its connections when an interface of the machine comes or goes, as when
        # somebody starts a container. That says nothing about the site.
        if any("ERR_NETWORK_CHANGED" in problem for problem in problems):
            problems = journey_in(browser, origin, pictures)
    return problems


if __name__ == "__main__":
    found = main(sys.argv[1], Path(sys.argv[2]))
    print("\n".join(found))
    sys.exit(bool(found))

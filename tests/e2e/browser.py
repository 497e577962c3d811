"""A person with a keyboard uses a generated project in a real browser.

    python browser.py PORT PICTURES

The project listens on PORT, without TLS, as behind a platform's proxy; this script is the proxy too. EMAIL and PASSWORD
sign in, CHROMIUM is the browser. Every page is looked at in light and dark, wide and narrow, and a picture of each is
left in the directory PICTURES. All that is wrong is listed; then the exit code is 1.
"""

import http.client
import os
import ssl
import sys
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import urlsplit

import trustme
from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Browser, Error, Page, expect, sync_playwright

# For root and for machines without internet: no sandbox of its own, no calls home.
CHROMIUM_FLAGS = [
    "--no-sandbox",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]
AXE = """async () => (await axe.run({runOnly: [
    "wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice",
]})).violations.flatMap(({id, help, nodes}) => nodes.map(({html}) => `${id}: ${help}: ${html}`))"""
REPORT_POLICY_VIOLATIONS = """addEventListener("securitypolicyviolation", (violation) =>
    wrong(`${violation.effectiveDirective} forbids ${violation.blockedURI}`))"""
WIDE, NARROW = {"width": 1280, "height": 800}, {"width": 320, "height": 640}


def proxy_of(port: int) -> ThreadingHTTPServer:
    """Ends TLS and says so in a header, as the proxies of hosting platforms do."""

    class Proxy(BaseHTTPRequestHandler):
        def forward(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            upstream = http.client.HTTPConnection("127.0.0.1", port)
            headers = {**self.headers, "X-Forwarded-Proto": "https", "Connection": "close"}
            upstream.request(self.command, self.path, body, headers)
            answer = upstream.getresponse()
            content = answer.read()
            self.send_response(answer.status)
            for name, value in answer.getheaders():
                if name.lower() not in {"connection", "transfer-encoding", "server", "date"}:
                    self.send_header(name, value)
            self.end_headers()
            self.wfile.write(content)

        do_GET = do_HEAD = do_POST = forward

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Proxy)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    trustme.CA().issue_cert("localhost").configure_cert(context)
    server.socket = context.wrap_socket(server.socket, server_side=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server


class Journey:
    """One visit in one colour scheme."""

    def __init__(self, page: Page, origin: str, scheme: str, pictures: Path) -> None:
        self.page, self.origin, self.scheme, self.pictures = page, origin, scheme, pictures
        self.problems: list[str] = []
        page.on("pageerror", lambda error: self.wrong(f"exception: {error}"))
        page.on("console", lambda line: line.type in {"error", "warning"} and self.wrong(line.text))
        page.on("request", lambda request: self.check_host(request.url))
        page.on("response", lambda answer: answer.status >= 400 and self.wrong(f"{answer.status} {answer.url}"))
        page.expose_function("wrong", self.wrong)
        page.add_init_script(REPORT_POLICY_VIOLATIONS)

    def wrong(self, problem: str) -> None:
        self.problems.append(f"{self.scheme}, {urlsplit(self.page.url).path}: {problem}")

    def check_host(self, url: str) -> None:
        if not url.startswith((self.origin + "/", "data:")):
            self.wrong(f"asks another host for {url}")

    def look(self, name: str) -> None:
        """Judges the page as it stands, wide and narrow."""
        self.page.evaluate(AXE_SCRIPT)
        for size, viewport in {"wide": WIDE, "narrow": NARROW}.items():
            self.page.set_viewport_size(viewport)
            for violation in self.page.evaluate(AXE):
                self.wrong(f"{size}: {violation}")
            overflow = self.page.evaluate("document.documentElement.scrollWidth - innerWidth")
            if overflow > 0:
                self.wrong(f"{size}: {overflow} pixels too wide")
            self.page.screenshot(path=self.pictures / f"{name}-{self.scheme}-{size}.png", full_page=True)
        self.page.set_viewport_size(WIDE)

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
        self.look("home")
        self.tab_to("a[href^='/accounts/login/']")
        page.keyboard.press("Enter")
        page.wait_for_url("**/accounts/login/**")
        self.look("login")
        self.sign_in("a wrong password")
        expect(page.get_by_text("Please enter a correct")).to_be_visible()
        self.look("login-refused")
        self.sign_in(os.environ["PASSWORD"])
        page.wait_for_url("**/dashboard/")
        self.look("dashboard")
        self.tab_to("#account-menu summary")
        page.keyboard.press("Enter")
        self.look("menu")
        self.tab_to("form[action='/accounts/logout/'] button")
        page.keyboard.press("Enter")
        page.wait_for_url(self.origin + "/")
        expect(page.locator("a[href^='/accounts/login/']").first).to_be_visible()
        page.goto(self.origin + "/dashboard/")
        page.wait_for_url("**/accounts/login/?next=/dashboard/")

    def sign_in(self, password: str) -> None:
        self.tab_to("input[name=username]")
        self.page.keyboard.press("Control+A")
        self.page.keyboard.type(os.environ["EMAIL"])
        self.tab_to("input[name=password]")
        self.page.keyboard.type(password)
        self.page.keyboard.press("Enter")


def journey_of(browser: Browser, origin: str, scheme: str, pictures: Path) -> list[str]:
    """What is wrong with the site in this colour scheme."""
    context = browser.new_context(color_scheme=scheme, viewport=WIDE, ignore_https_errors=True)
    context.set_default_timeout(60_000)
    journey = Journey(context.new_page(), origin, scheme, pictures)
    try:
        journey.go()
    except (AssertionError, Error) as error:
        journey.wrong(str(error))
    context.close()
    return journey.problems


def main(port: int, pictures: Path) -> list[str]:
    pictures.mkdir(parents=True, exist_ok=True)
    origin = f"https://localhost:{proxy_of(port).server_address[1]}"
    problems = []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=os.environ["CHROMIUM"], args=CHROMIUM_FLAGS)
        for scheme in ("light", "dark"):
            found = journey_of(browser, origin, scheme, pictures)
            # Chromium gives up its connections when an interface of the machine comes or goes, as
            # when somebody starts a container. That says nothing about the site.
            if any("ERR_NETWORK_CHANGED" in problem for problem in found):
                found = journey_of(browser, origin, scheme, pictures)
            problems += found
        browser.close()
    return problems


if __name__ == "__main__":
    found = main(int(sys.argv[1]), Path(sys.argv[2]))
    print("\n".join(found))
    sys.exit(bool(found))

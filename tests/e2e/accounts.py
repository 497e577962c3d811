"""People with the module auth sign up, sign in, prove who they are and leave, in real browsers.

    python accounts.py ORIGIN PICTURES

Mails of the project arrive at SMTP_PORT, where this script listens. staff@example.com is staff with no more than
PASSWORD, and staff-again@example.com is there for when the journey has to begin anew. Pages on the way are judged in
both colour schemes, wide and narrow. All that is wrong is listed; then the exit code is 1.
"""

import base64
import hashlib
import hmac
import os
import re
import ssl
import struct
import sys
import time
from email import message_from_bytes, policy
from pathlib import Path
from urllib.parse import urlsplit

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session
from chromium import WIDE, Watched, launched
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from playwright.sync_api import Browser, Error, Page, expect

SHOWN_THOUGH_HIDDEN = """() => [...document.querySelectorAll("[hidden]")].some((each) => each.offsetParent)"""


class Mails:
    """Every message that the project sent, newest last."""

    def __init__(self) -> None:
        self.texts: list[tuple[str, str]] = []

    async def handle_DATA(self, _server: SMTP, _session: Session, envelope: Envelope) -> str:
        message = message_from_bytes(envelope.content, policy=policy.default)
        self.texts.append((envelope.rcpt_tos[0], message.get_content()))
        return "250 OK"

    def newest(self, to: str) -> str:
        """Mails are sent before the page that speaks of them, so that it is there."""
        return next(text for address, text in reversed(self.texts) if address == to)

    def code(self, to: str) -> str:
        return re.search(r"^    (\S+)\s*$", self.newest(to), re.MULTILINE)[1]

    def link(self, to: str) -> str:
        return re.search(r"https://\S+", self.newest(to))[0]


def app_code(key: str) -> str:
    """What an authenticator app shows now."""
    digest = hmac.digest(base64.b32decode(key), struct.pack(">Q", int(time.time()) // 30), hashlib.sha1)
    number = struct.unpack_from(">I", digest, digest[-1] & 15)[0] & 0x7FFFFFFF
    return f"{number % 1_000_000:06}"


class Visit(Watched):
    """One browser of one person."""

    mails: Mails
    pictures: Path

    def look(self, name: str) -> None:
        self.judge_every_way(self.pictures / f"accounts-{name}")
        if self.page.evaluate(SHOWN_THOUGH_HIDDEN):
            self.wrong("journey", "shows what is marked as hidden")

    def enter(self, **fields: str) -> None:
        """Fills in a form and sends it with the Enter key."""
        for name, value in fields.items():
            self.page.locator(f"main input[name={name}]").fill(value)
        self.page.locator(f"main input[name={name}]").press("Enter")

    def click(self, name: str, role: str = "button") -> None:
        self.page.get_by_role("main").get_by_role(role, name=name).click()

    def at(self, path: str) -> None:
        self.page.wait_for_url(self.origin + path)

    def open(self, path: str) -> None:
        self.page.goto(self.origin + path)

    def see(self, text: str) -> None:
        expect(self.page.get_by_text(text).first).to_be_visible()

    def sign_out(self) -> None:
        self.page.locator("#account-menu summary").click()
        self.page.get_by_role("button", name="Sign out").click()
        self.at("/")


def username(email: str) -> str:
    return email.partition("@")[0]


def sign_in(visit: Visit, email: str, password: str) -> None:
    """With the address, or with a username where people have one."""
    by_address = visit.page.locator("main input[name=login]").get_attribute("type") == "email"
    visit.enter(login=email if by_address else username(email), password=password)


def sign_up(visit: Visit, email: str, password: str) -> None:
    visit.open("/")
    visit.page.get_by_role("banner").get_by_role("link", name="Sign in").click()
    visit.at("/accounts/login/")
    visit.look("sign-in")
    visit.click("Sign up", "link")
    visit.look("sign-up")
    if visit.page.locator("main input[name=username]").count():
        visit.page.locator("main input[name=username]").fill(username(email))
    visit.enter(email=email, password1="short")
    visit.see("too short")
    visit.look("sign-up-refused")
    visit.enter(email=email, password1=password)
    visit.at("/accounts/confirm-email/")
    visit.look("code")
    # There is no way in past the code.
    visit.open("/dashboard/")
    visit.at("/accounts/confirm-email/")
    visit.enter(code=visit.mails.code(email))
    visit.at("/dashboard/")
    visit.see("is confirmed")


def come_back(visit: Visit) -> None:
    """To a page that was left open: one that is drawn in the browser asks anew by itself, and is refused."""
    if visit.page.locator("#root").count():
        visit.expected = 401
        visit.page.evaluate("dispatchEvent(new Event('visibilitychange'))")
    else:
        visit.page.reload()


def revoke_the_other(visit: Visit, other: Visit, email: str, password: str) -> None:
    other.open("/accounts/login/")
    sign_in(other, email, password)
    other.at("/dashboard/")
    visit.open("/accounts/sessions/")
    visit.look("sessions")
    visit.page.get_by_role("main").get_by_role("listitem").filter(has_not_text="this one").get_by_role("button").click()
    visit.see("That browser is signed out.")
    come_back(other)
    other.page.wait_for_url(re.compile("/accounts/login/[?]next=(/|%2F)dashboard"))
    other.expected = 200
    other.open("/dashboard/")
    other.page.wait_for_url("**/accounts/login/?next=/dashboard/")
    visit.open("/dashboard/")
    visit.at("/dashboard/")


def confirm(visit: Visit, password: str) -> None:
    """Sensitive pages ask once more."""
    visit.page.wait_for_url("**/reauthenticate/**")
    visit.enter(password=password)


def virtual_authenticator(page: Page) -> None:
    """A device with a lock, whose owner is always there."""
    protocol = page.context.new_cdp_session(page)
    protocol.send("WebAuthn.enable")
    kind = {"protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True}
    options = {**kind, "isUserVerified": True, "automaticPresenceSimulation": True}
    protocol.send("WebAuthn.addVirtualAuthenticator", {"options": options})


def use_a_passkey(visit: Visit, password: str) -> None:
    visit.open("/accounts/profile/")
    visit.look("profile")
    visit.click("Passkeys and second factor", "link")
    visit.look("second-factor-none")
    visit.click("Add a passkey", "link")
    visit.page.wait_for_url("**/reauthenticate/**")
    visit.look("confirm")
    confirm(visit, password)
    visit.at("/accounts/2fa/webauthn/add/")
    visit.look("passkey-add")
    visit.click("Add the passkey")
    visit.at("/accounts/2fa/recovery-codes/")
    visit.look("recovery-codes")
    visit.open("/accounts/2fa/webauthn/")
    visit.look("passkeys")
    visit.sign_out()
    visit.open("/accounts/login/")
    visit.click("Sign in with a passkey")
    visit.at("/dashboard/")


def change_address(visit: Visit, email: str, new: str) -> None:
    visit.open("/accounts/email/")
    visit.look("address")
    visit.enter(email=new)
    visit.page.wait_for_url("**/reauthenticate/**")
    visit.click("Use a passkey", "link")
    visit.look("confirm-with-passkey")
    visit.click("Use a passkey")
    visit.at("/accounts/confirm-email/")
    visit.enter(code=visit.mails.code(new))
    visit.see("is confirmed")
    if f"changed from {email} to {new}" not in visit.mails.newest(email):
        visit.wrong("journey", "the old address is not warned")


def delete_account(visit: Visit) -> None:
    visit.open("/accounts/delete/")
    visit.look("delete")
    visit.click("Delete my account")
    visit.see("Your account is deleted.")
    visit.open("/dashboard/")
    visit.page.wait_for_url("**/accounts/login/**")


def reset_password(visit: Visit, email: str, password: str) -> None:
    visit.open("/accounts/login/")
    visit.click("Forgot your password?", "link")
    visit.look("reset")
    visit.enter(email=email)
    visit.see("If there is an account")
    visit.look("reset-sent")
    link = visit.mails.link(email)
    visit.page.goto(link)
    visit.look("reset-form")
    visit.enter(password1=password, password2=password)
    visit.see("Your new password is set")
    visit.page.goto(link)
    visit.see("This link does not work any more")
    visit.look("reset-again")


def staff_need_a_second_factor(visit: Visit, email: str, password: str) -> None:
    visit.open("/admin/")
    sign_in(visit, email, password)
    # An account made by a command has an address that nobody proved.
    if "/confirm-email/" in visit.page.url:
        visit.enter(code=visit.mails.code(email))
    visit.at("/accounts/2fa/")
    visit.see("Set up a second factor first")
    visit.look("second-factor-needed")
    visit.click("Set it up", "link")
    confirm(visit, password)
    visit.at("/accounts/2fa/totp/activate/")
    visit.look("app")
    key = visit.page.locator("main code").text_content()
    visit.enter(code=app_code(key))
    visit.at("/accounts/2fa/recovery-codes/")
    visit.open("/admin/")
    visit.see("Site administration")
    visit.open("/accounts/2fa/")
    visit.look("second-factor")
    visit.sign_out()
    visit.open("/admin/")
    sign_in(visit, email, password)
    visit.at("/accounts/2fa/authenticate/")
    visit.look("second-step")
    visit.enter(code="000000")
    visit.see("Incorrect code")
    visit.enter(code=app_code(key))
    visit.page.wait_for_url("**/admin/")
    visit.see("Site administration")


def visit_by(browser: Browser, origin: str) -> Visit:
    context = browser.new_context(viewport=WIDE, reduced_motion="reduce")
    context.set_default_timeout(60_000)
    return Visit(context.new_page(), origin)


def journey_in(browser: Browser, origin: str, name: str) -> list[str]:
    """What is wrong with the site, as a new person and this member of staff see it."""
    email, staff_email, password = f"grace-{name}@example.com", f"{name}@example.com", "tangerine staircase"
    visit, other, staff = visits = [visit_by(browser, origin) for _ in range(3)]
    try:
        sign_up(visit, email, password)
        revoke_the_other(visit, other, email, password)
        virtual_authenticator(visit.page)
        use_a_passkey(visit, password)
        change_address(visit, email, f"new-{email}")
        delete_account(visit)
        reset_password(other, staff_email, password)
        staff_need_a_second_factor(staff, staff_email, password)
    except (AssertionError, Error, StopIteration, TypeError) as error:
        visit.wrong("journey", f"{type(error).__name__}: {error}")
    for each in visits:
        each.page.context.close()
    return [problem for each in visits for _, problem in each.problems]


def fingerprint(origin: str) -> str:
    """Browsers refuse passkeys where a certificate is in doubt, so they are told to trust the proxy's."""
    parts = urlsplit(origin)
    certificate = x509.load_pem_x509_certificate(ssl.get_server_certificate((parts.hostname, parts.port)).encode())
    key = certificate.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    return base64.b64encode(hashlib.sha256(key).digest()).decode()


def main(origin: str, pictures: Path) -> list[str]:
    pictures.mkdir(parents=True, exist_ok=True)
    Visit.mails, Visit.pictures = Mails(), pictures
    post_office = Controller(Visit.mails, hostname="127.0.0.1", port=int(os.environ["SMTP_PORT"]))
    post_office.start()
    with launched(f"--ignore-certificate-errors-spki-list={fingerprint(origin)}") as browser:
        problems = journey_in(browser, origin, "staff")
        # As in journey.py: a container that comes or goes on this machine says nothing about the site.
        if any("ERR_NETWORK_CHANGED" in problem for problem in problems):
            problems = journey_in(browser, origin, "staff-again")
    post_office.stop()
    return problems


if __name__ == "__main__":
    found = main(sys.argv[1], Path(sys.argv[2]))
    print("\n".join(found))
    sys.exit(bool(found))

from pathlib import Path

import allauth
import pytest
from django.template.engine import Engine

ALLAUTH = Path(allauth.__file__).parent / "templates"

# Pages of what this module does not switch on, and what only those extend or include.
NOT_REACHED = {
    "account/email.html",
    "account/phone_change.html",
    "account/confirm_phone_verification_code.html",
    "account/confirm_password_reset_code.html",
    "account/signup_by_passkey.html",
    "mfa/trust.html",
    "mfa/webauthn/signup_form.html",
}


def pages() -> list[str]:
    names = (
        path.relative_to(ALLAUTH).as_posix()
        for application in ("account", "mfa", "socialaccount", "usersessions")
        for path in (ALLAUTH / application).rglob("*.html")
    )
    return sorted(
        name
        for name in names
        if "/snippets/" not in name
        and not name.rpartition("/")[2].startswith("base")
        and name not in NOT_REACHED
    )


@pytest.mark.parametrize("name", pages())
def test_every_page_of_allauth_is_replaced_by_an_accessible_one(name: str) -> None:
    template = Engine.get_default().get_template(name)

    assert "modules/auth/templates" in template.origin.name

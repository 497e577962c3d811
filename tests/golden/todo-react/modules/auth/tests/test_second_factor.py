import json
import re
from typing import TYPE_CHECKING, Any

import pytest
from allauth.mfa.models import Authenticator
from django.core.mail import EmailMessage
from django.test import Client
from django.urls import reverse

from ..users import User
from .authenticator import Passkey
from .conftest import Options
from .factories import create_person, give_authenticator_app, give_recovery_codes
from .people import code_of_app, confirm, is_signed_in, sign_in

if TYPE_CHECKING:
    from django.test.client import _MonkeyPatchedWSGIResponse as Response

pytestmark = pytest.mark.django_db
ADMIN = reverse("admin:index")


def authenticate(client: Client, **fields: str) -> "Response":
    return client.post(reverse("mfa_authenticate"), fields)


def options_on(page: "Response") -> dict[str, Any]:
    match = re.search(r'id="passkey-options"[^>]*>(.*?)</script>', page.text)
    assert match, page.text
    options: dict[str, Any] = json.loads(match[1])
    return options


def add_passkey(client: Client) -> Passkey:
    passkey = Passkey()
    page = client.get(reverse("mfa_add_webauthn"))
    client.post(
        reverse("mfa_add_webauthn"),
        {
            "name": "Laptop",
            "passwordless": "True",
            "credential": passkey.create(options_on(page)),
        },
    )
    return passkey


def test_staff_without_a_second_factor_cannot_reach_the_admin(
    client: Client, staff: User
) -> None:
    sign_in(client, staff.email)

    for name in ("admin:index", "admin:accounts_user_changelist"):
        response = client.get(reverse(name), follow=True)
        assert response.redirect_chain[0][0] == reverse("mfa_index")
        assert "Set up a second factor first" in response.text


@pytest.mark.django_db(transaction=True)
def test_staff_who_set_one_up_reach_the_admin_at_once(
    client: Client,
    staff: User,
    mailoutbox: list[EmailMessage],
) -> None:
    sign_in(client, staff.email)
    confirm(client)
    page = client.get(reverse("mfa_activate_totp"))
    assert "<svg" in page.text
    assert "<?xml" not in page.text
    secret = page.context["form"].secret

    client.post(reverse("mfa_activate_totp"), {"code": code_of_app(secret)})

    assert client.get(ADMIN).status_code == 200
    assert "An authenticator app was set up" in mailoutbox[-1].subject
    assert "recovery codes" in client.get(reverse("mfa_view_recovery_codes")).text


def test_staff_with_one_are_asked_for_it_and_reach_the_admin(
    client: Client, staff: User
) -> None:
    secret = give_authenticator_app(staff)
    response = sign_in(client, staff.email)
    assert response["Location"] == reverse("mfa_authenticate")
    assert client.get(ADMIN).status_code == 302
    assert "One more step" in client.get(reverse("mfa_authenticate")).text

    assert "Incorrect code" in authenticate(client, code="000").text
    authenticate(client, code=code_of_app(secret))

    assert client.get(ADMIN).status_code == 200


def test_session_without_the_second_factor_is_asked_for_it_before_the_admin(
    client: Client, staff: User
) -> None:
    client.force_login(staff)
    secret = give_authenticator_app(staff)

    response = client.get(ADMIN)

    assert response["Location"].startswith(reverse("mfa_reauthenticate"))
    assert "authenticator app" in client.get(response["Location"]).text
    client.post(response["Location"], {"code": code_of_app(secret)})
    assert client.get(ADMIN).status_code == 200


def test_recovery_code_signs_in_once(client: Client, staff: User) -> None:
    give_authenticator_app(staff)
    code = give_recovery_codes(staff)[0]
    sign_in(client, staff.email)
    authenticate(client, code=code)
    assert client.get(ADMIN).status_code == 200

    again = Client()
    sign_in(again, staff.email)
    authenticate(again, code=code)

    assert not is_signed_in(again)


def test_recovery_codes_are_made_anew(signed_in: Client, person: User) -> None:
    give_authenticator_app(person)
    old = give_recovery_codes(person)
    assert "stop working" in signed_in.get(reverse("mfa_generate_recovery_codes")).text

    signed_in.post(reverse("mfa_generate_recovery_codes"))

    page = signed_in.get(reverse("mfa_view_recovery_codes"))
    assert not any(code in page.text for code in old)
    download = signed_in.get(reverse("mfa_download_recovery_codes"))
    assert "attachment" in download["Content-Disposition"]


def test_authenticator_app_is_turned_off(signed_in: Client, person: User) -> None:
    give_authenticator_app(person)
    assert "Turn it off" in signed_in.get(reverse("mfa_deactivate_totp")).text

    signed_in.post(reverse("mfa_deactivate_totp"))

    assert not Authenticator.objects.filter(user=person).exists()


def test_secrets_are_not_in_the_database(person: User) -> None:
    secret = give_authenticator_app(person)
    give_recovery_codes(person)

    for authenticator in Authenticator.objects.all():
        assert secret not in json.dumps(authenticator.data)
        assert "gAAAA" in json.dumps(authenticator.data)


def test_person_who_is_not_staff_is_refused_by_the_admin(
    signed_in: Client, person: User
) -> None:
    response = signed_in.get(ADMIN, follow=True)

    assert response.status_code == 403


def test_admin_has_no_sign_in_of_its_own(client: Client, staff: User) -> None:
    give_authenticator_app(staff)
    page = client.get(ADMIN, follow=True)
    assert "auth/_card.html" in [each.name for each in page.templates]

    response = client.post(
        reverse("admin:login"), {"username": staff.email, "password": "whatever"}
    )

    assert response.status_code == 200
    assert not is_signed_in(client)


@pytest.mark.parametrize(
    ("target", "location"),
    [
        ("/admin/accounts/user/", "/admin/accounts/user/"),
        ("https://evil.example/", "/admin/"),
    ],
)
def test_signed_in_staff_skip_the_admins_sign_in(
    target: str, location: str, client: Client, staff: User
) -> None:
    client.force_login(staff)

    response = client.get(reverse("admin:login"), {"next": target})

    assert response["Location"] == location


def test_option_mfa_all_asks_everybody_but_keeps_public_pages_open(
    options: Options, client: Client, person: User
) -> None:
    options(AUTH_MFA="all")
    client.force_login(person)

    for name in ("pages:home", "auth:profile", "mfa_index"):
        assert client.get(reverse(name)).status_code == 200
    response = client.get(reverse("pages:dashboard"))
    assert response["Location"] == reverse("mfa_index")


@pytest.mark.parametrize("policy", ["off", "optional"])
def test_options_mfa_off_and_optional_ask_nobody(
    policy: str, options: Options, client: Client, staff: User
) -> None:
    options(AUTH_MFA=policy)
    client.force_login(staff)

    assert client.get(ADMIN).status_code == 200


def test_visitors_are_not_asked(client: Client) -> None:
    assert client.get("/admin/no/such/page/").status_code in {302, 404}
    assert client.get(reverse("pages:home")).status_code == 200


def test_passkey_signs_in_without_a_password(
    signed_in: Client, person: User, mailoutbox: list[EmailMessage]
) -> None:
    passkey = add_passkey(signed_in)
    assert "A passkey was added" in mailoutbox[-1].subject
    client = Client()
    assert "with a passkey" in client.get(reverse("account_login")).text
    page = reverse("mfa_login_webauthn")
    asked = client.get(page, headers={"Accept": "application/json"}).json()

    client.post(page, {"credential": passkey.get(asked)})

    assert is_signed_in(client)
    assert client.session["_auth_user_id"] == str(person.pk)


def test_passkey_of_staff_is_second_factor_enough_for_the_admin(
    client: Client, staff: User
) -> None:
    sign_in(client, staff.email)
    confirm(client)
    passkey = add_passkey(client)
    assert client.get(ADMIN).status_code == 200
    client = Client()
    page = reverse("mfa_login_webauthn")
    asked = client.get(page, headers={"Accept": "application/json"}).json()

    client.post(page, {"credential": passkey.get(asked)})

    assert client.get(ADMIN).status_code == 200


def test_passkey_serves_as_second_factor_after_a_password(
    signed_in: Client, person: User
) -> None:
    passkey = add_passkey(signed_in)
    client = Client()
    sign_in(client, person.email)
    asked = options_on(client.get(reverse("mfa_authenticate")))

    authenticate(client, credential=passkey.get(asked))

    assert is_signed_in(client)


def test_passkey_confirms_who_is_there(signed_in: Client, person: User) -> None:
    passkey = add_passkey(signed_in)
    client = Client()
    client.force_login(person)
    page = reverse("mfa_reauthenticate_webauthn")
    asked = options_on(client.get(page))

    client.post(page, {"credential": passkey.get(asked), "next": "/accounts/delete/"})

    assert "Nobody can undo this" in client.get(reverse("auth:delete")).text


def test_passkey_is_renamed_and_removed(signed_in: Client, person: User) -> None:
    add_passkey(signed_in)
    key = Authenticator.objects.get(user=person, type=Authenticator.Type.WEBAUTHN)
    assert "Laptop" in signed_in.get(reverse("mfa_edit_webauthn", args=[key.pk])).text

    signed_in.post(reverse("mfa_edit_webauthn", args=[key.pk]), {"name": "Phone"})

    assert "Phone" in signed_in.get(reverse("mfa_list_webauthn")).text
    assert "Phone" in signed_in.get(reverse("mfa_remove_webauthn", args=[key.pk])).text
    signed_in.post(reverse("mfa_remove_webauthn", args=[key.pk]))
    assert "You have no passkey yet" in signed_in.get(reverse("mfa_list_webauthn")).text


def test_nobody_touches_the_passkey_of_somebody_else(signed_in: Client) -> None:
    add_passkey(signed_in)
    key = Authenticator.objects.get(type=Authenticator.Type.WEBAUTHN)
    other = Client()
    sign_in(other, create_person().email)
    confirm(other)

    for name in ("mfa_edit_webauthn", "mfa_remove_webauthn"):
        assert other.get(reverse(name, args=[key.pk])).status_code == 404


def test_option_passkeys_off_takes_them_away(options: Options, client: Client) -> None:
    options(
        MFA_PASSKEY_LOGIN_ENABLED=False, MFA_SUPPORTED_TYPES=["recovery_codes", "totp"]
    )

    assert "passkey" not in client.get(reverse("account_login")).text
    assert client.get("/accounts/2fa/webauthn/").status_code == 404

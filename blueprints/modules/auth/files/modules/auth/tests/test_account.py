import json

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib.auth.models import Group
from django.core.exceptions import ValidationError
from django.core.mail import EmailMessage
from django.test import Client
from django.urls import reverse

from .. import signals
from ..browsers import browser_name
from ..users import User
from .factories import PASSWORD, give_authenticator_app
from .people import code_in, enter_code, is_signed_in, sign_in

pytestmark = pytest.mark.django_db
NEW = "countess@example.com"
NEW_PASSWORD = "an entirely different phrase"
FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"


def test_profile_changes_the_name_and_nothing_else(
    signed_in: Client, person: User
) -> None:
    email = person.email

    response = signed_in.post(
        reverse("accounts:profile"),
        {"name": "Countess", "email": NEW, "is_staff": "on"},
        follow=True,
    )

    person.refresh_from_db()
    assert "Your profile is saved." in response.text
    assert (person.name, person.email, person.is_staff) == ("Countess", email, False)


def test_too_long_a_name_is_explained(signed_in: Client) -> None:
    response = signed_in.post(reverse("auth:profile"), {"name": "A" * 151})

    assert "at most 150 characters" in response.text


def test_address_changes_only_after_confirmation_and_the_old_one_is_warned(
    signed_in: Client, person: User, mailoutbox: list[EmailMessage]
) -> None:
    old = person.email

    signed_in.post(reverse("account_email"), {"email": NEW, "action_add": ""})

    person.refresh_from_db()
    assert person.email == old
    assert mailoutbox[-1].to == [NEW]
    enter_code(signed_in, code_in(mailoutbox[-1]))
    person.refresh_from_db()
    assert person.email == NEW
    assert EmailAddress.objects.get(user=person).email == NEW
    assert mailoutbox[-1].to == [old]
    assert f"from {old} to {NEW}" in str(mailoutbox[-1].body)


def test_address_of_somebody_else_is_not_told_and_not_taken(
    signed_in: Client, person: User, staff: User
) -> None:
    response = signed_in.post(
        reverse("account_email"), {"email": staff.email, "action_add": ""}
    )

    assert response["Location"] == reverse("account_email_verification_sent")
    person.refresh_from_db()
    assert person.email != staff.email


def test_password_change_ends_other_sessions_and_is_told_by_mail(
    signed_in: Client, person: User, mailoutbox: list[EmailMessage]
) -> None:
    elsewhere = Client()
    sign_in(elsewhere, person.email)
    assert signed_in.get(reverse("accounts:password_change")).status_code == 200

    signed_in.post(
        reverse("account_change_password"),
        {
            "oldpassword": PASSWORD,
            "password1": NEW_PASSWORD,
            "password2": NEW_PASSWORD,
        },
    )

    assert is_signed_in(signed_in)
    assert not is_signed_in(elsewhere)
    assert "Your password was changed" in mailoutbox[-1].subject


def test_person_without_a_password_sets_one(client: Client, person: User) -> None:
    person.set_unusable_password()
    person.save()
    client.force_login(person)
    page = client.get(reverse("account_change_password"), follow=True)
    assert "Set a password" in page.text

    client.post(
        reverse("account_set_password"),
        {"password1": NEW_PASSWORD, "password2": NEW_PASSWORD},
    )

    person.refresh_from_db()
    assert person.check_password(NEW_PASSWORD)


def test_revoking_a_session_ends_the_other_browser_at_once(
    signed_in: Client, person: User
) -> None:
    elsewhere = Client(HTTP_USER_AGENT=FIREFOX)
    sign_in(elsewhere, person.email)
    assert is_signed_in(elsewhere)
    page = signed_in.get(reverse("usersessions_list"))
    assert "Firefox on Linux" in page.text
    session = UserSession.objects.get(user_agent=FIREFOX)

    signed_in.post(reverse("auth:end_session", args=[session.pk]))

    assert not is_signed_in(elsewhere)
    assert is_signed_in(signed_in)


def test_who_signed_in_before_the_module_came_is_told_why_the_list_is_empty(
    client: Client, person: User
) -> None:
    client.force_login(person)

    page = client.get(reverse("usersessions_list"))

    assert "before this list was kept" in page.text


def test_all_other_sessions_end_with_one_button(
    signed_in: Client, person: User
) -> None:
    elsewhere = Client()
    sign_in(elsewhere, person.email)

    signed_in.post(reverse("usersessions_list"))

    assert not is_signed_in(elsewhere)
    assert is_signed_in(signed_in)


def test_nobody_ends_the_session_of_somebody_else(
    signed_in: Client, staff: User
) -> None:
    elsewhere = Client()
    sign_in(elsewhere, staff.email)
    session = UserSession.objects.get(user=staff)

    response = signed_in.post(reverse("auth:end_session", args=[session.pk]))

    assert response.status_code == 404
    assert is_signed_in(elsewhere)


def test_data_is_exported_without_secrets(signed_in: Client, person: User) -> None:
    secret = give_authenticator_app(person)

    def notes(user: User, data: dict[str, object], **_kwargs: object) -> None:
        data["notes"] = [f"written by {user.pk}"]

    signals.personal_data_requested.connect(notes)
    response = signed_in.get(reverse("auth:data"))
    signals.personal_data_requested.disconnect(notes)

    data = json.loads(response.text)
    assert "attachment" in response["Content-Disposition"]
    assert data["profile"]["email"] == person.email
    assert [each["ip"] for each in data["sessions"]] == ["127.0.0.1"]
    assert [each["type"] for each in data["second_factors"]] == ["totp"]
    assert data["notes"] == [f"written by {person.pk}"]
    assert secret not in response.text
    assert "$" not in response.text


@pytest.mark.parametrize(
    "name",
    ["auth:data", "auth:delete", "mfa_activate_totp", "mfa_add_webauthn"],
)
def test_sensitive_pages_ask_who_is_there(
    name: str, client: Client, person: User
) -> None:
    client.force_login(person)

    response = client.get(reverse(name))

    assert response["Location"].startswith(reverse("account_reauthenticate"))
    page = client.get(response["Location"])
    assert "Confirm that it is you" in page.text
    response = client.post(response["Location"], {"password": PASSWORD})
    assert response["Location"] == reverse(name)
    assert client.get(reverse(name)).status_code == 200


def test_deleted_account_is_anonymous_and_signed_out_everywhere(
    signed_in: Client, person: User, mailoutbox: list[EmailMessage]
) -> None:
    elsewhere = Client()
    sign_in(elsewhere, person.email)
    untracked = Client()
    untracked.force_login(person)
    UserSession.objects.filter(session_key=untracked.session.session_key).delete()
    email = person.email
    give_authenticator_app(person)
    person.groups.add(Group.objects.create(name="editors"))
    assert "Nobody can undo this" in signed_in.get(reverse("auth:delete")).text

    response = signed_in.post(reverse("auth:delete"), follow=True)

    assert "Your account is deleted." in response.text
    person.refresh_from_db()
    assert person.email.endswith("@deleted.invalid")
    assert (person.name, person.is_active, person.groups.count()) == ("", False, 0)
    assert not EmailAddress.objects.filter(email=email).exists()
    assert not Authenticator.objects.filter(user=person).exists()
    for client in (signed_in, elsewhere, untracked):
        assert not is_signed_in(client)
    assert "not correct" in sign_in(Client(), email).text


def test_other_code_may_stop_a_deletion_and_say_why(
    signed_in: Client, person: User
) -> None:
    def refuse(**_kwargs: object) -> None:
        raise ValidationError("Hand over your team first.")

    signals.account_deleting.connect(refuse)
    response = signed_in.post(reverse("auth:delete"))
    signals.account_deleting.disconnect(refuse)

    assert "Hand over your team first." in response.text
    person.refresh_from_db()
    assert person.is_active


@pytest.mark.parametrize(
    ("user_agent", "name"),
    [
        (
            "Mozilla/5.0 (Windows NT 10.0) Chrome/140 Safari/537 Edg/140",
            "Edge on Windows",
        ),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 19_0) Safari/604", "Safari on iPhone"),
        ("curl/8.5.0", "Unknown browser"),
        ("Lynx (Linux)", "Linux"),
    ],
)
def test_browsers_are_named_for_people(user_agent: str, name: str) -> None:
    assert browser_name(user_agent) == name

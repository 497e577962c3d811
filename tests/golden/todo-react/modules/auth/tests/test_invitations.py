from datetime import timedelta

import pytest
from django.core.mail import EmailMessage
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from ..models import Invitation
from ..users import User
from .conftest import Options
from .people import is_signed_in, is_user, link_in, only, sign_up

pytestmark = pytest.mark.django_db
NEW = "grace@example.com"


@pytest.fixture(autouse=True)
def by_invitation(options: Options) -> None:
    options(AUTH_SIGNUP="invite", AUTH_MFA="off")


@pytest.fixture
def as_staff(staff: User) -> Client:
    client = Client()
    client.force_login(staff)
    return client


@pytest.fixture
def link(as_staff: Client, mailoutbox: list[EmailMessage]) -> str:
    as_staff.post(reverse("admin:modules_auth_invitation_add"), {"email": NEW})
    return link_in(only(mailoutbox))


def test_without_an_invitation_nobody_signs_up(client: Client) -> None:
    assert "by invitation" in sign_up(client, NEW).text


def test_invited_person_signs_up_and_needs_no_code(client: Client, link: str) -> None:
    client.post(link)
    assert NEW in client.get(reverse("account_signup")).text

    sign_up(client, NEW)

    assert is_user(client, User.objects.get(email=NEW))
    assert Invitation.objects.get().accepted_at


def test_looking_at_the_link_accepts_nothing(client: Client, link: str) -> None:
    assert NEW in client.get(link).text

    assert "by invitation" in sign_up(client, NEW).text


def test_invitation_is_for_one_address(client: Client, link: str) -> None:
    client.post(link)

    assert "for another address" in sign_up(client, "mallory@example.com").text


def test_link_works_once(client: Client, link: str) -> None:
    client.post(link)
    sign_up(client, NEW)

    assert Client().get(link).status_code == 410


def test_link_works_for_seven_days(client: Client, link: str) -> None:
    Invitation.objects.update(sent_at=timezone.now() - timedelta(days=7))

    assert client.post(link).status_code == 410


def test_invitation_taken_back_does_not_work(client: Client, link: str) -> None:
    client.post(link)
    Invitation.objects.get().delete()

    assert "by invitation" in sign_up(client, NEW).text
    assert client.get(link).status_code == 410


def test_forged_link_does_not_work(client: Client, link: str) -> None:
    assert client.get(link[:-2] + "x/").status_code == 410


def test_sending_again_stops_the_link_before(
    as_staff: Client, link: str, mailoutbox: list[EmailMessage]
) -> None:
    url = reverse("admin:modules_auth_invitation_changelist")
    chosen = [str(Invitation.objects.get().pk)]

    as_staff.post(url, {"action": "send_again", "_selected_action": chosen})

    client = Client()
    assert client.get(link).status_code == 410
    assert client.get(link_in(mailoutbox[-1])).status_code == 200


def test_address_with_an_account_is_not_invited(
    as_staff: Client, person: User, mailoutbox: list[EmailMessage]
) -> None:
    response = as_staff.post(
        reverse("admin:modules_auth_invitation_add"), {"email": person.email}
    )

    assert "an account for this address already" in response.text
    assert mailoutbox == []


def test_invitation_says_until_when(link: str) -> None:
    invitation = Invitation.objects.get()

    assert str(invitation) == NEW
    assert invitation.expires_at == invitation.sent_at + timedelta(days=7)


def test_signed_in_person_is_not_signed_up_again(
    client: Client, person: User, link: str
) -> None:
    client.force_login(person)
    client.post(link)

    assert client.get(reverse("account_signup")).status_code == 302
    assert is_signed_in(client)

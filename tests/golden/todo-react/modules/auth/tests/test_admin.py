import pytest
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialApp
from allauth.usersessions.models import UserSession
from django.contrib import admin
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from ..models import Invitation
from ..users import User
from .conftest import Options
from .factories import create_person, give_authenticator_app
from .people import is_signed_in, sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def as_staff(options: Options, staff: User) -> Client:
    options(AUTH_MFA="off")
    client = Client()
    client.force_login(staff)
    return client


@pytest.mark.parametrize(
    "model", ["account_emailaddress", "mfa_authenticator", "usersessions_usersession"]
)
def test_what_users_made_is_found_by_their_address(
    model: str, as_staff: Client, person: User
) -> None:
    give_authenticator_app(person)
    sign_in(Client(), person.email)
    url = reverse(f"admin:{model}_changelist")

    assert person.email in as_staff.get(url, {"q": person.email}).text
    assert person.email not in as_staff.get(url, {"q": "nobody"}).text


@pytest.mark.parametrize("rows", [1, 20])
def test_lists_take_few_queries_however_long_they_are(
    rows: int,
    as_staff: Client,
    staff: User,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    for number in range(rows):
        person = create_person()
        give_authenticator_app(person)
        UserSession.objects.create(user=person, ip="::1", session_key=str(number))
        Invitation.objects.create(email=f"{number}@example.com", invited_by=staff)

    for model in (
        "mfa_authenticator",
        "usersessions_usersession",
        "modules_auth_invitation",
    ):
        with django_assert_max_num_queries(10):
            as_staff.get(reverse(f"admin:{model}_changelist"))


def test_deleting_a_session_in_the_admin_ends_it(
    as_staff: Client, person: User
) -> None:
    browser = Client()
    sign_in(browser, person.email)
    session = UserSession.objects.get(user=person)

    as_staff.post(
        reverse("admin:usersessions_usersession_changelist"),
        {
            "action": "delete_selected",
            "_selected_action": [str(session.pk)],
            "post": "yes",
        },
    )

    assert not is_signed_in(browser)


def test_staff_take_a_lost_second_factor_away(as_staff: Client, person: User) -> None:
    secret = give_authenticator_app(person)
    factor = Authenticator.objects.get(user=person)
    url = reverse("admin:mfa_authenticator_change", args=[factor.pk])
    assert secret not in as_staff.get(url).text
    assert "gAAAA" not in as_staff.get(url).text

    as_staff.post(
        reverse("admin:mfa_authenticator_delete", args=[factor.pk]), {"post": "yes"}
    )

    assert not Authenticator.objects.filter(user=person).exists()


@pytest.mark.parametrize("model", ["mfa_authenticator", "usersessions_usersession"])
def test_staff_cannot_make_what_is_the_users(model: str, as_staff: Client) -> None:
    assert as_staff.get(reverse(f"admin:{model}_add")).status_code == 403


def test_providers_are_not_set_up_in_the_admin() -> None:
    assert not admin.site.is_registered(SocialApp)


def test_invitation_taken_back_is_gone(as_staff: Client) -> None:
    invitation = Invitation.objects.create(email="grace@example.com")

    as_staff.post(
        reverse("admin:modules_auth_invitation_delete", args=[invitation.pk]),
        {"post": "yes"},
    )

    assert not Invitation.objects.exists()

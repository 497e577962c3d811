import pytest
from allauth.account.models import EmailAddress
from allauth.core import context
from allauth.socialaccount.adapter import get_adapter
from allauth.socialaccount.helpers import complete_social_login
from allauth.socialaccount.models import SocialAccount, SocialLogin
from django.contrib.auth.models import AnonymousUser
from django.contrib.messages.middleware import MessageMiddleware
from django.core.mail import EmailMessage
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from ..models import Invitation
from ..selectors import INVITED
from ..users import User
from .conftest import Options
from .people import is_user

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("github")]
NEW = "grace@example.com"


def come_back(
    client: Client,
    email: str,
    *,
    user: User | None = None,
    verified: bool = True,
    process: str = "login",
) -> HttpResponse:
    """The provider says that it knows somebody by this address."""
    session = client.session
    session.save()
    client.cookies["sessionid"] = str(session.session_key)
    request = HttpRequest()
    request.method = "GET"
    request.META |= {"SERVER_NAME": "testserver", "SERVER_PORT": "80"}
    request.META |= {"REMOTE_ADDR": "127.0.0.1"}
    request.session = session
    request.user = user or AnonymousUser()
    MessageMiddleware(HttpResponse).process_request(request)
    login = SocialLogin(
        provider=get_adapter().get_provider(request, "github"),
        user=User(email=email),
        account=SocialAccount(provider="github", uid=email, extra_data={}),
        email_addresses=[EmailAddress(email=email, verified=verified, primary=True)],
    )
    login.state = {"process": process}
    with context.request_context(request):
        response: HttpResponse = complete_social_login(request, login)
    session.save()
    if request.session.session_key:
        client.cookies["sessionid"] = request.session.session_key
    return response


def test_new_person_signs_up_with_an_address_the_provider_proved(
    client: Client,
) -> None:
    come_back(client, NEW)

    user = User.objects.get(email=NEW)
    assert is_user(client, user)
    assert SocialAccount.objects.get().user == user


def test_address_the_provider_did_not_prove_is_confirmed_first(
    client: Client, mailoutbox: list[EmailMessage]
) -> None:
    response = come_back(client, NEW, verified=False)

    assert response["Location"] == reverse("account_email_verification_sent")
    assert mailoutbox[0].to == [NEW]


def test_social_login_on_an_existing_address_links_only_after_proof(
    client: Client, person: User, mailoutbox: list[EmailMessage]
) -> None:
    response = come_back(client, person.email)

    assert response["Location"] == reverse("account_email_verification_sent")
    assert not SocialAccount.objects.exists()
    assert not is_user(client, person)
    assert "You have an account already" in mailoutbox[-1].subject

    owner = Client()
    owner.force_login(person)
    response = come_back(owner, person.email, user=person, process="connect")
    assert response["Location"] == reverse("account_reauthenticate")
    assert not SocialAccount.objects.exists()
    owner.post(response["Location"], {"password": "correct horse battery staple"})
    assert SocialAccount.objects.get().user == person
    assert "An account was connected" in mailoutbox[-1].subject


def test_connected_account_is_shown_and_disconnected(
    signed_in: Client, person: User
) -> None:
    account = SocialAccount.objects.create(user=person, provider="github", uid="1")
    assert "Disconnect" in signed_in.get(reverse("socialaccount_connections")).text

    signed_in.post(reverse("socialaccount_connections"), {"account": account.pk})

    assert not SocialAccount.objects.exists()


def test_closed_sign_up_is_closed_for_social_logins_too(
    client: Client, options: Options
) -> None:
    options(AUTH_SIGNUP="closed")

    assert "by invitation" in come_back(client, NEW).text
    assert not User.objects.exists()


@pytest.mark.parametrize("email", [NEW, "mallory@example.com"])
def test_invitation_counts_for_social_logins_with_its_address_only(
    email: str, client: Client, options: Options
) -> None:
    options(AUTH_SIGNUP="invite")
    session = client.session
    session[INVITED] = Invitation.objects.create(email=NEW).pk
    session.save()

    come_back(client, email)

    assert User.objects.filter(email=email).exists() is (email == NEW)


def test_going_to_a_provider_takes_a_post_and_no_redirect(client: Client) -> None:
    page = reverse("account_login")
    assert "Continue with GitHub" in client.get(page).text
    url = reverse("github_login")
    assert "You leave this site" in client.get(url).text

    response = client.post(url)

    assert response.status_code == 200
    assert 'http-equiv="refresh"' in response.text
    assert "https://github.com/login/oauth/authorize" in response.text


def test_provider_that_is_not_an_option_is_not_there(client: Client) -> None:
    assert client.post("/accounts/gitlab/login/").status_code == 404


@pytest.mark.parametrize(
    ("name", "status"),
    [("socialaccount_login_cancelled", 200), ("socialaccount_login_error", 401)],
)
def test_failures_lead_back_to_the_sign_in(
    name: str, status: int, client: Client
) -> None:
    response = client.get(reverse(name))

    assert response.status_code == status
    assert "Back to sign in" in response.text


def test_provider_without_an_id_is_not_offered(
    client: Client, options: Options
) -> None:
    options(SOCIALACCOUNT_PROVIDERS={"github": {"APP": {"client_id": ""}}})

    assert "GitHub" not in client.get(reverse("account_login")).text


def test_name_comes_along_from_the_provider(settings: Settings) -> None:
    from ..adapters import SocialAccountAdapter

    def name_from(**data: str) -> str:
        login = SocialLogin(user=User())
        return SocialAccountAdapter().populate_user(HttpRequest(), login, data).name

    assert name_from(name="Grace Hopper") == "Grace Hopper"
    assert name_from(first_name="Grace", last_name="Hopper") == "Grace Hopper"
    assert name_from(first_name="G" * 200) == "G" * 150
    assert name_from() == ""

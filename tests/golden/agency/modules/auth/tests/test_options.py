import pytest
from django.core.exceptions import ImproperlyConfigured
from django.test import Client
from pytest_django import Settings

from ..apps import require_username_field
from ..users import User
from .conftest import Options
from .people import sign_in


def test_option_session_days_is_how_long_a_session_lasts(
    client: Client, person: User, settings: Settings
) -> None:
    settings.SESSION_COOKIE_AGE = 3 * 24 * 60 * 60
    sign_in(client, person.email)

    assert client.session.get_expiry_age() == 3 * 24 * 60 * 60


def test_option_identifier_username_says_which_field_is_missing(
    settings: Settings,
) -> None:
    settings.ACCOUNT_USER_MODEL_USERNAME_FIELD = "nickname"

    with pytest.raises(ImproperlyConfigured, match="has no field nickname"):
        require_username_field()


def test_option_identifier_username_is_content_with_a_field(settings: Settings) -> None:
    settings.ACCOUNT_USER_MODEL_USERNAME_FIELD = "name"

    require_username_field()


def test_limits_count_the_visitor_that_the_proxy_names(
    person: User, options: Options
) -> None:
    """Else all that come through the proxy would share one."""
    options(ALLAUTH_TRUSTED_PROXY_COUNT=1)
    clients = [Client(headers={"X-Forwarded-For": f"{n}.{n}.{n}.{n}"}) for n in (1, 2)]
    for number in range(10):
        sign_in(clients[0], f"{number}@example.com", "wrong")

    assert "Too many failed" in sign_in(clients[0], person.email).text
    assert sign_in(clients[1], person.email).status_code == 302

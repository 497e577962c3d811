import sys
from collections.abc import Callable, Iterator
from importlib import import_module, reload

import pytest
from allauth.socialaccount.providers import registry
from allauth.socialaccount.providers.github.provider import GitHubProvider
from django.core.cache import cache
from django.test import Client
from django.urls import clear_url_caches
from pytest_django import Settings

from ..users import User
from .factories import create_person
from .people import confirm, sign_in

type Options = Callable[..., None]

# These decide on their paths when they are imported.
URLS = [
    "allauth.account.urls",
    "allauth.mfa.webauthn.urls",
    "allauth.mfa.urls",
    "allauth.urls",
    "modules.auth.urls",
    "config.modules_urls",
    "config.urls",
]

# The options as they are unless a manifest says otherwise: the tests say what differs.
DEFAULTS: dict[str, object] = {
    "AUTH_MFA": "staff",
    "AUTH_PASSWORD_MIN": 12,
    "AUTH_SIGNUP": "open",
    "ACCOUNT_EMAIL_VERIFICATION": "mandatory",
    "ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED": True,
    "ACCOUNT_LOGIN_BY_CODE_ENABLED": False,
    "ACCOUNT_LOGIN_METHODS": {"email"},
    "ACCOUNT_SIGNUP_FIELDS": ["email*", "password1*"],
    "ACCOUNT_USER_MODEL_USERNAME_FIELD": None,
    "MFA_PASSKEY_LOGIN_ENABLED": True,
    "MFA_SUPPORTED_TYPES": ["recovery_codes", "totp", "webauthn"],
    "SOCIALACCOUNT_PROVIDERS": {},
}


@pytest.fixture
def urls() -> Iterator[None]:
    """Loads the paths anew once the settings are what they were."""
    yield
    load_urls()


@pytest.fixture(autouse=True)
def options(urls: None, settings: Settings) -> Options:
    """Sets options of the module, as its settings, for one test."""

    def set_options(**changed: object) -> None:
        for name, value in changed.items():
            setattr(settings, name, value)
        load_urls()

    set_options(**DEFAULTS)
    # Limits count in the cache.
    cache.clear()
    return set_options


def load_urls() -> None:
    for name in URLS:
        reload(sys.modules.get(name) or import_module(name))
    clear_url_caches()


@pytest.fixture
def github(options: Options, monkeypatch: pytest.MonkeyPatch) -> None:
    """A provider to sign in with, whatever the option `social` lists."""
    registry.load()
    monkeypatch.setattr(registry, "provider_map", {"github": GitHubProvider})
    app = {"client_id": "id", "secret": "secret"}
    options(SOCIALACCOUNT_PROVIDERS={"github": {"APP": app}})


@pytest.fixture
def person(db: None) -> User:
    return create_person()


@pytest.fixture
def staff(db: None) -> User:
    return create_person(is_staff=True, is_superuser=True)


@pytest.fixture
def signed_in(client: Client, person: User) -> Client:
    """Signed in, and asked by sensitive pages a moment ago."""
    sign_in(client, person.email)
    confirm(client)
    return client

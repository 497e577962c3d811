import re

import pytest
from django.test import Client
from django.urls import reverse

PUBLIC = ["pages:home", "accounts:login", "accounts:password_reset", "admin:login"]
PRIVATE = [
    "pages:dashboard",
    "accounts:profile",
    "accounts:password_change",
    "admin:index",
    "admin:accounts_user_changelist",
]


def policy(client: Client, name: str) -> str:
    response = client.get(reverse(name))
    assert response.status_code == 200
    return str(response["Content-Security-Policy"])


@pytest.mark.django_db
@pytest.mark.parametrize("name", PUBLIC)
def test_public_pages_have_the_strict_policy(client: Client, name: str) -> None:
    assert policy(client, name).startswith("default-src 'none'; script-src 'self';")


@pytest.mark.parametrize("name", PRIVATE)
def test_private_pages_have_the_strict_policy(as_admin: Client, name: str) -> None:
    header = policy(as_admin, name)

    assert header.startswith("default-src 'none'; script-src 'self';")
    assert "unsafe" not in header


@pytest.mark.parametrize(
    "name", ["pages:home", "accounts:login", "pages:dashboard", "accounts:profile"]
)
def test_pages_have_no_inline_style_or_script(as_admin: Client, name: str) -> None:
    html = as_admin.get(reverse(name), follow=True).text

    # JSON in a script element is data: nothing runs it.
    script = r"<script(?![^>]*\b(?:src=|type=.application/json))"
    inline = rf"<style|{script}|\sstyle=|\son\w+="
    assert not re.search(inline, html)


@pytest.mark.parametrize("name", PRIVATE)
def test_private_pages_ask_visitors_to_sign_in(
    client: Client, db: None, name: str
) -> None:
    assert client.get(reverse(name)).status_code == 302


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("header", "value"),
    [
        ("Cross-Origin-Opener-Policy", "same-origin"),
        ("Cross-Origin-Resource-Policy", "same-origin"),
        ("Referrer-Policy", "same-origin"),
        ("X-Content-Type-Options", "nosniff"),
        ("X-Frame-Options", "DENY"),
    ],
)
def test_pages_have_the_security_headers(
    client: Client, header: str, value: str
) -> None:
    assert client.get("/")[header] == value


@pytest.mark.django_db
def test_pages_give_up_device_features(client: Client) -> None:
    assert "camera=()" in client.get("/")["Permissions-Policy"]

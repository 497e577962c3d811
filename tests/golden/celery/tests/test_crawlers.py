import pytest
from django.test import Client, RequestFactory
from django.urls import reverse

from night_shift import crawlers


@pytest.mark.django_db
def test_the_sitemap_names_public_pages_only(client: Client) -> None:
    response = client.get("/sitemap.xml")

    assert response["Content-Type"] == "application/xml"
    assert f"<loc>http://testserver{reverse('pages:home')}</loc>" in response.text
    assert response.text.count("<loc>") == 1


@pytest.mark.django_db
def test_robots_find_the_sitemap_and_leave_the_admin_alone(client: Client) -> None:
    lines = client.get("/robots.txt").text.splitlines()

    assert "Sitemap: http://testserver/sitemap.xml" in lines
    assert f"Disallow: {reverse('admin:index')}" in lines


@pytest.mark.django_db
def test_nobody_is_named_until_somebody_is_set(client: Client) -> None:
    assert client.get("/.well-known/security.txt").status_code == 404


def test_whoever_finds_a_weakness_is_told_whom_to_tell(
    rf: RequestFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("config.env.env.SECURITY_CONTACT", "security@example.com")

    text = crawlers.security(rf.get("/.well-known/security.txt")).text

    assert text.startswith("Contact: mailto:security@example.com\nExpires: 2")

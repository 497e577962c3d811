import pytest
from django.test import Client
from django.urls import reverse

HOME = reverse("pages:home")
DASHBOARD = reverse("pages:dashboard")


@pytest.mark.django_db
def test_anyone_sees_the_landing_page(client: Client) -> None:
    response = client.get(HOME)

    assert response.status_code == 200
    assert reverse("accounts:login") in response.text


def test_landing_page_leads_a_signed_in_user_to_the_dashboard(
    signed_in: Client,
) -> None:
    assert DASHBOARD in signed_in.get(HOME).text


@pytest.mark.django_db
def test_dashboard_asks_visitors_to_sign_in(client: Client) -> None:
    response = client.get(DASHBOARD)

    assert response["Location"] == f"{reverse('accounts:login')}?next={DASHBOARD}"


def test_dashboard_greets_the_user(signed_in: Client) -> None:
    assert "Welcome, Ada Lovelace" in signed_in.get(DASHBOARD).text


def test_names_are_escaped(signed_in: Client) -> None:
    signed_in.post(reverse("accounts:profile"), {"name": "<b>Ada</b>"})

    assert "<b>Ada</b>" not in signed_in.get(DASHBOARD).text


@pytest.mark.django_db
def test_other_sites_learn_how_to_show_a_page(client: Client) -> None:
    html = client.get(f"{HOME}?utm_source=mail", secure=True).text

    assert f'<link rel="canonical" href="https://testserver{HOME}">' in html
    assert 'property="og:title" content="' in html
    assert 'content="https://testserver/static/img/share.png"' in html


@pytest.mark.django_db
def test_a_page_that_is_not_there_is_not_to_be_shared(client: Client) -> None:
    response = client.get("/no/such/page/")

    assert response.status_code == 404
    assert 'rel="canonical"' not in response.text


@pytest.mark.django_db
def test_labels_of_forms_end_without_a_colon(client: Client) -> None:
    html = client.get(reverse("accounts:login")).text

    assert html.count("</label>") >= 2
    assert ":</label>" not in html

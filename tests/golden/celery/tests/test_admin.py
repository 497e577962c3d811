from django.test import Client
from django.urls import reverse

from night_shift.accounts.models import User

from .factories import PASSWORD, create_user


def test_people_who_are_not_staff_are_kept_out(signed_in: Client) -> None:
    assert signed_in.get(reverse("admin:index")).status_code == 302


def test_users_are_listed_and_found(as_admin: Client) -> None:
    create_user("grace@example.com", name="Grace Hopper")

    response = as_admin.get(reverse("admin:accounts_user_changelist"), {"q": "hopper"})

    assert "grace@example.com" in response.text


def test_a_user_is_added_with_a_normalised_address(as_admin: Client) -> None:
    as_admin.post(
        reverse("admin:accounts_user_add"),
        {
            "email": "Grace@Example.COM",
            "name": "Grace Hopper",
            "usable_password": "true",
            "password1": PASSWORD,
            "password2": PASSWORD,
        },
    )

    assert User.objects.get(email="grace@example.com").check_password(PASSWORD)


def test_a_user_is_edited(as_admin: Client) -> None:
    grace = create_user("grace@example.com")
    url = reverse("admin:accounts_user_change", args=[grace.pk])
    assert as_admin.get(url).status_code == 200

    as_admin.post(
        url, {"email": "Grace@Navy.example", "name": "Grace", "is_active": "on"}
    )

    grace.refresh_from_db()
    assert grace.email == "grace@navy.example"

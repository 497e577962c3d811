import pytest
from django.db import IntegrityError

from night_shift.accounts.models import User

from .factories import PASSWORD, create_user


def test_addresses_are_stored_in_lower_case(db: None) -> None:
    assert create_user("Ada@Example.COM").email == "ada@example.com"


def test_database_refuses_the_same_address_twice(user: User) -> None:
    with pytest.raises(IntegrityError):
        create_user(user.email)


def test_database_refuses_an_address_that_was_not_normalised(user: User) -> None:
    with pytest.raises(IntegrityError):
        User.objects.filter(pk=user.pk).update(email="Ada@Example.com")


def test_forms_normalise_the_address(db: None) -> None:
    user = User(email="Ada@Example.COM")
    user.clean()
    assert user.email == "ada@example.com"


def test_superuser_may_do_everything(db: None) -> None:
    user = User.objects.create_superuser("root@example.com", PASSWORD)

    assert user.is_staff
    assert user.has_perm("accounts.delete_user")


def test_user_without_a_name_is_called_by_address(db: None) -> None:
    user = create_user("ada@example.com", name="")

    assert user.get_short_name() == str(user) == "ada@example.com"

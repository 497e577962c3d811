import pytest
from django.core.management import CommandError, call_command
from pytest_django import Settings

from night_shift.accounts.models import User


@pytest.mark.django_db
def test_seeding_twice_is_seeding_once(settings: Settings) -> None:
    settings.DEBUG = True

    call_command("seed", verbosity=0)
    call_command("seed", verbosity=0)

    assert User.objects.count() == 2
    assert User.objects.get(is_superuser=True).email == "admin@example.com"


@pytest.mark.django_db
def test_servers_are_not_seeded(settings: Settings) -> None:
    settings.DEBUG = False

    with pytest.raises(CommandError, match="DEBUG is off"):
        call_command("seed")

    assert not User.objects.exists()

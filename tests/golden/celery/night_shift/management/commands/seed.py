from importlib import import_module
from importlib.util import find_spec

from django.apps import apps
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from ...accounts.models import User

PASSWORD = "correct horse battery staple"  # noqa: S105 (published, so refused on servers)


class Command(BaseCommand):
    """An application takes part with a function `seed(owner)` in its `seed.py`."""

    help = "Fills the database with people and things to develop with; once is enough."

    @transaction.atomic
    def handle(self, *args: object, **options: object) -> None:
        if not settings.DEBUG:
            raise CommandError("seed is for a developer's machine: DEBUG is off")
        admin = self.person("admin@example.com", "Admin", is_staff=True)
        ada = self.person("ada@example.com", "Ada Lovelace", is_staff=False)
        for app in apps.get_app_configs():
            if find_spec(f"{app.name}.seed"):
                import_module(f"{app.name}.seed").seed(ada)
        self.stdout.write(f"{admin} and {ada} sign in with: {PASSWORD}")

    def person(self, email: str, name: str, *, is_staff: bool) -> User:
        if user := User.objects.filter(email=email).first():
            return user
        return User.objects.create_user(
            email, PASSWORD, name=name, is_staff=is_staff, is_superuser=is_staff
        )

"""Rows for every model of the project, so that lists have something in them and every detail page something to show."""

import datetime
from functools import cache
from itertools import count

from django.apps import apps
from django.contrib.admin import site
from django.contrib.auth import get_user_model
from django.contrib.auth.models import AbstractBaseUser
from django.db import models
from django.test import Client

HAS_AUTH = apps.is_installed("modules.auth")
NAME, EMAIL, PASSWORD = "Ada Lovelace", "ada@example.com", "correct horse battery"
TEXT = "Row"  # what rows say, with a number
_numbers = count(1)


@cache
def viewer() -> AbstractBaseUser:
    """Who looks at the pages: staff, and the owner of all rows."""
    users = get_user_model().objects
    found = users.filter(email=EMAIL).first()
    if found:
        return found
    made = users.create_superuser(EMAIL, PASSWORD, name=NAME)
    if HAS_AUTH:
        from modules.auth.tests.factories import give_authenticator_app, give_recovery_codes

        give_authenticator_app(made)
        give_recovery_codes(made)
        for name in ("staff", "staff-again"):
            users.create_superuser(f"{name}@example.com", PASSWORD)
    return made


def signed_in() -> Client:
    """The viewer's browser. Where staff need a second factor, it was asked for."""
    client = Client()
    client.force_login(viewer())
    if HAS_AUTH:
        from modules.auth.selectors import ENROLLED

        session = client.session
        session[ENROLLED] = True
        session.save()
    return client


def listed_models() -> list[type[models.Model]]:
    """The models of the project and those the admin site lists, parents first."""
    models = set(site._registry)
    for config in apps.get_app_configs():
        if "site-packages" not in config.path:
            models |= set(config.get_models())
    return sorted(models, key=lambda model: (sum(field.is_relation for field in model._meta.fields), str(model)))


def fill(number: int) -> None:
    """Adds rows until each of them has this many."""
    viewer()
    for model in listed_models():
        manager = model._base_manager
        for _ in range(number - manager.count()):
            make(model)


def make(model: type[models.Model]) -> models.Model:
    if model is get_user_model():
        # Nobody signs in as them, so that no time goes into hashes.
        return get_user_model().objects.create_user(f"person{next(_numbers)}@example.com")
    row = model(**{field.name: value(field) for field in model._meta.fields if needs_value(field)})
    if model._meta.label in {"mfa.Authenticator", "usersessions.UserSession"}:
        # Nobody has two factors of a kind, and whoever looks at their sessions loses those that have ended.
        row.user = make(get_user_model())
    if model._meta.label == "socialaccount.SocialAccount":
        row.provider = "github"
    row.save()
    return row


def needs_value(field: models.Field) -> bool:
    return not (field.primary_key or field.has_default() or field.null or getattr(field, "auto_now_add", False))


def value(field: models.Field) -> object:
    number = next(_numbers)
    match field:
        case models.ForeignKey() if field.remote_field.model is get_user_model():
            return viewer()
        case models.ForeignKey():
            return field.remote_field.model._base_manager.first()
        case models.EmailField():
            return f"person{number}@example.com"
        case models.SlugField():
            return f"number-{number}"
        case models.CharField() if field.choices:
            return field.choices[0][0]
        case models.GenericIPAddressField():
            return "127.0.0.1"
        case models.CharField() | models.TextField():
            return f"{TEXT} {number}"[: field.max_length or 200]
        case models.BooleanField():
            return False
        case models.DateTimeField():
            return datetime.datetime.now(datetime.UTC)
        case models.DateField():
            return datetime.datetime.now(datetime.UTC).date()
        case models.IntegerField() | models.DecimalField() | models.FloatField():
            return number
        case models.JSONField():
            return {}
    raise NotImplementedError(f"{field}: teach tests/e2e/project/rows.py to fill a {type(field).__name__}")

from django.apps import AppConfig
from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _


class AuthConfig(AppConfig):
    """`auth` is the label of Django's own application, so this one has another."""

    name = "modules.auth"
    label = "modules_auth"
    verbose_name = _("sign-up and sign-in")

    def ready(self) -> None:
        from django.contrib import admin

        from . import receivers, views

        require_username_field()
        receivers.connect()
        # The admin's own page would ask for no more than a password.
        admin.site.login = views.admin_sign_in  # type: ignore[method-assign]  # (as allauth documents it)


def require_username_field() -> None:
    """`identifier "username"` needs a field, which a project may have taken out of its model."""
    name = settings.ACCOUNT_USER_MODEL_USERNAME_FIELD
    if name is None:
        return
    user = get_user_model()
    if not hasattr(user, name):
        raise ImproperlyConfigured(
            f'The module auth has identifier "username", and {user.__module__}.'
            f"{user.__name__} has no field {name}. Bring it back, or set identifier "
            '"email" in quickscale.kdl.'
        )

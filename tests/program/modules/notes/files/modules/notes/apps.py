from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class NotesConfig(AppConfig):
    name = "modules.notes"
    default_auto_field = "django.db.models.BigAutoField"
    verbose_name = _("notes")

    def ready(self) -> None:
        from . import receivers

        receivers.connect()

from django.apps import AppConfig, apps
from django.core.management import call_command
from django.db.models.signals import post_migrate


def create_cache_table(using: str, **kwargs: object) -> None:
    """A part of `migrate`, so that a release takes one command."""
    call_command("createcachetable", database=using, verbosity=0)


class ProjectConfig(AppConfig):
    name = "acme_crm"
    label = "project"

    def ready(self) -> None:
        post_migrate.connect(create_cache_table, sender=apps.get_app_config("accounts"))

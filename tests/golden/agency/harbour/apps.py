import sentry_sdk
from django.apps import AppConfig, apps
from django.core.management import call_command
from django.db.models.signals import post_migrate

from config.env import env


def create_cache_table(using: str, **kwargs: object) -> None:
    """A part of `migrate`, so that a release takes one command."""
    call_command("createcachetable", database=using, verbosity=0)


class ProjectConfig(AppConfig):
    name = "harbour"
    label = "project"

    def ready(self) -> None:
        post_migrate.connect(create_cache_table, sender=apps.get_app_config("accounts"))
        # Off without an address. It leaves out who someone is unless told otherwise;
        # variables and forms could still tell.
        sentry_sdk.init(
            dsn=env.SENTRY_DSN,
            release=env.RAILWAY_GIT_COMMIT_SHA,
            include_local_variables=False,
            max_request_body_size="never",
        )

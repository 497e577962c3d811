from django.apps import AppConfig
from django.core import checks

from .checks import check_schedules


class SchedulingConfig(AppConfig):
    name = "acme_crm.scheduling"

    def ready(self) -> None:
        checks.register(check_schedules)

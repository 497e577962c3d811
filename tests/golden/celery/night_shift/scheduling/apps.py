from django.apps import AppConfig
from django.core import checks

from .checks import check_schedules


class SchedulingConfig(AppConfig):
    name = "night_shift.scheduling"

    def ready(self) -> None:
        checks.register(check_schedules)

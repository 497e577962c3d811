from datetime import UTC, datetime

from cronsim import CronSim, CronSimError
from django.conf import settings
from django.core.checks import CheckMessage, Error
from django.tasks import Task
from django.utils.module_loading import import_string


def check_schedules(**kwargs: object) -> list[CheckMessage]:
    """Finds out before a release what would be noticed at night."""
    errors: list[CheckMessage] = []
    for path, cron in settings.SCHEDULES.items():
        try:
            is_task = isinstance(import_string(path), Task)
        except ImportError:
            is_task = False
        if not is_task:
            message = f"SCHEDULES names {path}, which is not a task"
            errors.append(Error(message, id="scheduling.E001"))
        try:
            next(CronSim(cron, datetime.now(UTC)))
        except (CronSimError, StopIteration):
            message = f"SCHEDULES has {path} at {cron!r}, which never comes"
            errors.append(Error(message, id="scheduling.E002"))
    return errors

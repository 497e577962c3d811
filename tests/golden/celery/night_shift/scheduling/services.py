"""Tasks that run by themselves, at the times that `settings.SCHEDULES` gives them in UTC.

Any number of processes may do this at once: who moves on the time at which a task is
due has taken it, and the database lets only one of them do so.
"""

from datetime import datetime

import structlog
from cronsim import CronSim
from django.conf import settings
from django.db import transaction
from django.utils.module_loading import import_string

from .models import Schedule

log: structlog.stdlib.BoundLogger = structlog.get_logger(__name__)


def next_time(cron: str, moment: datetime) -> datetime:
    return next(CronSim(cron, moment))


def enqueue_due(moment: datetime) -> None:
    """Puts every task that is due into the queue. One that cannot be keeps none waiting."""
    take_over_settings(moment)
    for schedule in Schedule.objects.filter(
        task__in=settings.SCHEDULES, due_at__lte=moment
    ):
        try:
            enqueue_once(schedule, moment)
        except Exception:
            log.exception("schedule_failed", task=schedule.task)


def enqueue_once(schedule: Schedule, moment: datetime) -> None:
    """Once, also when it was due several times while nobody looked.

    With the queue in the database, the task and the time it is due next are committed together.
    """
    with transaction.atomic():
        if Schedule.objects.filter(pk=schedule.pk, due_at=schedule.due_at).update(
            due_at=next_time(schedule.cron, moment)
        ):
            import_string(schedule.task).enqueue()
            log.info("scheduled", task=schedule.task)


def take_over_settings(moment: datetime) -> None:
    """A task that is new or has another time waits for it: it does not run at once."""
    known = dict(Schedule.objects.values_list("task", "cron"))
    for task, cron in settings.SCHEDULES.items():
        if known.get(task) != cron:
            Schedule.objects.update_or_create(
                task=task, defaults={"cron": cron, "due_at": next_time(cron, moment)}
            )
    Schedule.objects.filter(task__in=known.keys() - settings.SCHEDULES.keys()).delete()

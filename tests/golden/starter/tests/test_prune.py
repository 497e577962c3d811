from datetime import timedelta

import pytest
from django.conf import settings
from django.contrib.sessions.models import Session
from django.tasks import TaskResultStatus
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from acme_crm.tasks import prune

NOW = timezone.now()

pytestmark = pytest.mark.django_db


def test_sessions_that_are_over_are_pruned() -> None:
    for key, days in (("over", -1), ("open", 1)):
        Session.objects.create(session_key=key, expire_date=NOW + timedelta(days=days))

    prune.call()

    assert Session.objects.get().session_key == "open"


def test_results_of_old_tasks_are_pruned() -> None:
    for days, status in (
        (15, TaskResultStatus.SUCCESSFUL),
        (15, TaskResultStatus.FAILED),
        (13, TaskResultStatus.FAILED),
        (15, TaskResultStatus.READY),
    ):
        DBTaskResult.objects.create(
            status=status,
            finished_at=NOW - timedelta(days=days),
            args_kwargs={"args": [], "kwargs": {}},
            task_path=prune.module_path,
        )

    prune.call()

    assert sorted(DBTaskResult.objects.values_list("status", flat=True)) == [
        TaskResultStatus.FAILED,
        TaskResultStatus.READY,
    ]


def test_pruning_is_scheduled() -> None:
    assert settings.SCHEDULES[prune.module_path]

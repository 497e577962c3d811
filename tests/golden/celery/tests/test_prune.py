from datetime import timedelta

import pytest
from django.conf import settings
from django.contrib.sessions.models import Session
from django.utils import timezone

from night_shift.tasks import prune

NOW = timezone.now()

pytestmark = pytest.mark.django_db


def test_sessions_that_are_over_are_pruned() -> None:
    for key, days in (("over", -1), ("open", 1)):
        Session.objects.create(session_key=key, expire_date=NOW + timedelta(days=days))

    prune.call()

    assert Session.objects.get().session_key == "open"


def test_pruning_is_scheduled() -> None:
    assert settings.SCHEDULES[prune.module_path]

import time
from datetime import UTC, datetime, timedelta

import pytest
from django.core.management import call_command
from django.db import OperationalError, connection
from django.tasks import task
from django.test import Client
from pytest_django import Settings

from night_shift.scheduling import services
from night_shift.scheduling.checks import check_schedules
from night_shift.scheduling.models import Schedule

pytestmark = pytest.mark.django_db

NIGHT = datetime(2030, 1, 1, 3, 0, 30, tzinfo=UTC)
DAY = timedelta(days=1)
runs: list[str] = []


@task
def tidy() -> None:
    runs.append("tidy")


@task
def count() -> None:
    runs.append("count")


TIDY, COUNT = f"{__name__}.tidy", f"{__name__}.count"


@pytest.fixture(autouse=True)
def every_night(settings: Settings) -> None:
    runs.clear()
    settings.SCHEDULES = {TIDY: "0 3 * * *"}


def test_a_new_task_waits_for_its_time() -> None:
    services.enqueue_due(NIGHT)
    assert runs == []

    services.enqueue_due(NIGHT + DAY)
    assert runs == ["tidy"]


def test_a_task_runs_once_each_time_also_when_it_was_missed() -> None:
    services.enqueue_due(NIGHT)
    services.enqueue_due(NIGHT + 5 * DAY)
    services.enqueue_due(NIGHT + 5 * DAY)

    assert runs == ["tidy"]
    assert Schedule.objects.get().due_at == datetime(2030, 1, 7, 3, tzinfo=UTC)


def test_of_two_schedulers_only_one_takes_a_task() -> None:
    services.enqueue_due(NIGHT)
    as_both_saw_it = Schedule.objects.get()

    services.enqueue_once(as_both_saw_it, NIGHT + DAY)
    services.enqueue_once(as_both_saw_it, NIGHT + DAY)

    assert runs == ["tidy"]


def test_a_task_that_cannot_be_found_keeps_no_other_waiting(
    settings: Settings,
) -> None:
    settings.SCHEDULES = {f"{__name__}.gone": "0 3 * * *", TIDY: "0 3 * * *"}
    services.enqueue_due(NIGHT)

    services.enqueue_due(NIGHT + DAY)

    assert runs == ["tidy"]
    assert Schedule.objects.get(task=TIDY).due_at > NIGHT + DAY
    assert Schedule.objects.get(task=f"{__name__}.gone").due_at < NIGHT + DAY


def test_another_time_counts_from_the_next_look(settings: Settings) -> None:
    services.enqueue_due(NIGHT)
    settings.SCHEDULES = {TIDY: "0 12 * * *", COUNT: "*/5 * * * *"}
    services.enqueue_due(NIGHT)

    assert Schedule.objects.get(task=TIDY).due_at.hour == 12
    services.enqueue_due(NIGHT + timedelta(minutes=5))
    assert runs == ["count"]


def test_what_is_no_longer_scheduled_is_forgotten(settings: Settings) -> None:
    services.enqueue_due(NIGHT)
    settings.SCHEDULES = {}

    services.enqueue_due(NIGHT + DAY)

    assert runs == []
    assert not Schedule.objects.exists()


def test_the_command_looks_once_for_a_job_of_cron() -> None:
    call_command("scheduler", "--once")

    assert str(Schedule.objects.get()) == TIDY


# It closes connections, which a transaction around the test would not survive.
@pytest.mark.django_db(transaction=True)
def test_the_command_goes_on_when_the_database_is_back(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def cursor() -> object:
        if not slept:
            raise OperationalError("could not connect")
        return real_cursor()

    def sleep(seconds: float) -> None:
        slept.append(seconds)
        if len(slept) == 2:
            raise SystemExit

    slept: list[float] = []
    real_cursor = connection.cursor
    monkeypatch.setattr(connection, "cursor", cursor)
    monkeypatch.setattr(time, "sleep", sleep)
    monkeypatch.setattr("signal.signal", lambda *_: None)

    with pytest.raises(SystemExit):
        call_command("scheduler")

    assert all(0 < seconds <= 60 for seconds in slept)
    assert Schedule.objects.count() == 1


def test_what_can_never_run_is_found_before_a_release(settings: Settings) -> None:
    assert check_schedules() == []

    settings.SCHEDULES = {
        f"{__name__}.gone": "0 3 * * *",
        f"{__name__}.DAY": "0 3 * * *",
        TIDY: "0 3 31 2 *",
        COUNT: "daily",
    }

    assert [error.id for error in check_schedules()] == [
        "scheduling.E001",
        "scheduling.E001",
        "scheduling.E002",
        "scheduling.E002",
    ]


def test_readiness_tells_how_late_the_schedule_is(client: Client) -> None:
    assert client.get("/readyz/").json()["schedule_seconds"] == 0

    Schedule.objects.create(task=TIDY, cron="0 3 * * *", due_at="2020-01-01T00:00:00Z")

    assert client.get("/readyz/").json()["schedule_seconds"] > 1_000_000

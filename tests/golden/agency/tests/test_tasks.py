import pytest
from django.core.mail import EmailMessage
from django.db import transaction
from django.tasks import TaskResultStatus, task
from django.test import Client, RequestFactory
from django_tasks_db.management.commands.db_worker import Worker
from django_tasks_db.models import DBTaskResult
from pytest_django import Settings

from harbour.accounts import services

from .factories import create_user

# The worker closes connections, which a transaction around a test would not survive.
pytestmark = pytest.mark.django_db(transaction=True)


@task
def fail() -> None:
    raise RuntimeError


@pytest.fixture(autouse=True)
def queue(settings: Settings) -> None:
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}


def work() -> None:
    """What the worker does, until nothing is left."""
    Worker(
        queue_names=["default"],
        interval=0,
        batch=True,
        backend_name="default",
        startup_delay=False,
        max_tasks=None,
        worker_id="test",
        excluded_queue_names=[],
    ).run()


def test_mail_waits_for_a_worker(
    rf: RequestFactory, mailoutbox: list[EmailMessage]
) -> None:
    user = create_user()

    services.request_password_reset(email=user.email, request=rf.get("/"))
    assert mailoutbox == []

    work()
    assert mailoutbox[0].to == [user.email]


def test_the_queue_holds_no_link_that_opens_an_account(rf: RequestFactory) -> None:
    email = create_user().email

    services.request_password_reset(email=email, request=rf.get("/"))

    assert DBTaskResult.objects.get().args_kwargs == {
        "args": [email],
        "kwargs": {"domain": "testserver", "use_https": False, "language": "en"},
    }


def test_a_task_is_gone_with_the_transaction_that_asked_for_it() -> None:
    with transaction.atomic():
        fail.enqueue()
        transaction.set_rollback(True)

    assert not DBTaskResult.objects.exists()


def test_a_task_that_fails_is_kept_with_its_reason() -> None:
    result = fail.enqueue()

    work()

    result.refresh()
    assert result.status == TaskResultStatus.FAILED
    assert result.errors[0].exception_class is RuntimeError


def test_readiness_tells_how_long_tasks_have_waited(client: Client) -> None:
    assert client.get("/readyz/").json()["queue_seconds"] == 0
    fail.enqueue()
    DBTaskResult.objects.update(enqueued_at="2020-01-01T00:00:00Z")

    assert client.get("/readyz/").json()["queue_seconds"] > 1_000_000

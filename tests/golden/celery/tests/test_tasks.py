import pytest
from django.core.mail import EmailMessage
from django.tasks import task
from django.test import RequestFactory
from pytest_django import DjangoCaptureOnCommitCallbacks, Settings

from night_shift.accounts import services

from .factories import create_user

pytestmark = pytest.mark.django_db


@task
def fail() -> None:
    raise RuntimeError


@pytest.fixture(autouse=True)
def queue(settings: Settings) -> None:
    settings.TASKS = {"default": {"BACKEND": "config.celery.CeleryBackend"}}


def test_mail_waits_until_what_asked_for_it_is_committed(
    rf: RequestFactory,
    mailoutbox: list[EmailMessage],
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    user = create_user()

    with django_capture_on_commit_callbacks(execute=True):
        services.request_password_reset(email=user.email, request=rf.get("/"))
        assert mailoutbox == []

    assert mailoutbox[0].to == [user.email]


def test_a_task_that_fails_does_not_fail_what_asked_for_it(
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        result = fail.enqueue()

    assert result.backend == "default"

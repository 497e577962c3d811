from datetime import timedelta

from django.core.management import call_command
from django.tasks import task
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

# So long somebody may want to know what became of a task.
KEPT = timedelta(days=14)


@task
def prune() -> None:
    """Keeps the database from growing for ever. SCHEDULES says when."""
    call_command("clearsessions")
    old = timezone.now() - KEPT
    DBTaskResult.objects.finished().filter(finished_at__lt=old).delete()

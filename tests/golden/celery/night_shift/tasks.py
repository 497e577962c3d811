from django.core.management import call_command
from django.tasks import task


@task
def prune() -> None:
    """Keeps the database from growing for ever. SCHEDULES says when."""
    call_command("clearsessions")

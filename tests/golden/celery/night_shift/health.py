"""What an orchestrator asks: is the process alive, and may it get traffic?"""

from datetime import datetime

from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.db.models import Min
from django.http import JsonResponse
from django.utils import timezone

from .scheduling.models import Schedule


def live() -> JsonResponse:
    return JsonResponse({"status": "ok"})


def ready() -> JsonResponse:
    """Not ready without a database, nor while it waits for migrations of this release."""
    try:
        executor = MigrationExecutor(connection)
        pending = executor.migration_plan(executor.loader.graph.leaf_nodes())
    except DatabaseError:
        return JsonResponse({"status": "database unavailable"}, status=503)
    if pending:
        return JsonResponse({"status": "migrations pending"}, status=503)
    # What grows old needs a person, but taking the site away would not help.
    return JsonResponse(
        {
            "status": "ok",
            "schedule_seconds": schedule_seconds(),
        }
    )


def schedule_seconds() -> int:
    """How late the scheduler is: minutes when it does not run."""
    return seconds_since(Schedule.objects.aggregate(at=Min("due_at")))


def seconds_since(found: dict[str, datetime | None]) -> int:
    at = found["at"]
    return max(0, int((timezone.now() - at).total_seconds())) if at else 0

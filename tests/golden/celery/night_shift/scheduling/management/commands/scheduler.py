import signal
import sys
import time
from datetime import UTC, datetime

import structlog
from django.core.management.base import BaseCommand, CommandParser
from django.db import DatabaseError, close_old_connections

from ...services import enqueue_due

log: structlog.stdlib.BoundLogger = structlog.get_logger(__name__)


class Command(BaseCommand):
    help = "Puts the tasks of SCHEDULES into the queue when they are due. Two of it do no harm."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--once",
            action="store_true",
            help="Look once and end, where something else calls this every minute.",
        )

    def handle(self, *args: object, **options: object) -> None:
        if options["once"]:
            enqueue_due(datetime.now(UTC))
            return
        # The first process of a container ends by no signal that it does not handle.
        signal.signal(signal.SIGTERM, lambda *_: sys.exit())
        while True:
            look()
            time.sleep(60 - time.time() % 60)


def look() -> None:
    close_old_connections()
    try:
        enqueue_due(datetime.now(UTC))
    except DatabaseError:
        log.exception("database_unavailable")

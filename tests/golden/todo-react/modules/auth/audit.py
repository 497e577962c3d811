"""What happened to accounts, as lines of the log: who, what and to what.

In the log and not in a table: whoever gets hold of the database cannot rewrite it there, it
outlives a deleted account, and the log carries the request's id already. No line holds an
address, a name or a secret.
"""

import structlog
from django.contrib.auth.base_user import AbstractBaseUser

log: structlog.stdlib.BoundLogger = structlog.get_logger(__name__)


def record(
    event: str, *, user: AbstractBaseUser | None, **facts: str | int | None
) -> None:
    log.info(event, user=user.pk if user else None, **facts)

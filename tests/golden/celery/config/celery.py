"""Celery behind django.tasks: the rest of the project knows only the latter."""

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any, override
from uuid import uuid4

from celery import Celery
from django.db import transaction
from django.tasks import Task, TaskResult, TaskResultStatus
from django.tasks.backends.base import BaseTaskBackend
from django.tasks.signals import task_enqueued
from django.utils.module_loading import import_string

from config.env import env

app = Celery("config", broker=env.REDIS_URL)
app.conf.task_default_queue = "default"
app.config_from_object("django.conf:settings", namespace="CELERY")


@app.task(name="run", ignore_result=True, acks_late=True)
def run(path: str, args: Sequence[Any], kwargs: Mapping[str, Any]) -> None:
    import_string(path).call(*args, **kwargs)


class CeleryBackend(BaseTaskBackend):
    supports_async_task = True
    supports_defer = True

    @override
    def enqueue[**P, R](
        self, task: Task[P, R], args: Sequence[Any], kwargs: Mapping[str, Any]
    ) -> TaskResult[P, R]:
        self.validate_task(task)
        result: TaskResult[P, R] = TaskResult(
            task=task,
            id=str(uuid4()),
            status=TaskResultStatus.READY,
            enqueued_at=None,
            started_at=None,
            finished_at=None,
            last_attempted_at=None,
            args=list(args),
            kwargs=dict(kwargs),
            backend=self.alias,
            errors=[],
            worker_ids=[],
        )
        send = partial(
            run.apply_async,
            (task.module_path, result.args, result.kwargs),
            task_id=result.id,
            queue=task.queue_name,
            eta=task.run_after,  # type: ignore[arg-type] # (may be None)
        )
        # A worker must not be faster than the transaction, nor act for one that fails.
        transaction.on_commit(send)
        task_enqueued.send(type(self), task_result=result)
        return result

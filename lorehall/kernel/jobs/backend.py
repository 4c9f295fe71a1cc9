"""The back end of `django_tasks` that keeps jobs in the database."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django_tasks.backends.base import BaseTaskBackend
from django_tasks.base import Task, TaskResult
from django_tasks.exceptions import TaskResultDoesNotExist

from lorehall.kernel.jobs import enqueue, result
from lorehall.kernel.models import Job


@dataclass(frozen=True, slots=True, kw_only=True)
class DurableTask(Task[..., Any]):
    """A task that is tried again when it fails."""

    attempts: int = 6


class DatabaseBackend(BaseTaskBackend):
    """Jobs as rows: written with the caller's transaction, taken by workers under a lease."""

    task_class = DurableTask  # type: ignore[assignment]
    supports_defer = True
    supports_async_task = True
    supports_get_result = True
    supports_priority = True

    def enqueue(self, task: Task[..., Any], args: Any, kwargs: Any) -> TaskResult[Any]:
        """Write the job; it exists when the transaction at hand commits."""
        self.validate_task(task)
        return result.of(enqueue.put(task, tuple(args), dict(kwargs)), task)

    def get_result(self, result_id: str) -> TaskResult[Any]:
        """The state of a job; raises TaskResultDoesNotExist when it is unknown or was swept away."""
        row = Job.objects.filter(id=int(result_id)).first() if result_id.isdecimal() else None
        if row is None:
            raise TaskResultDoesNotExist(result_id)
        return result.of(row, result.task_named(row.task))

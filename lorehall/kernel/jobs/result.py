"""A job's row as `django_tasks` speaks of it."""

from __future__ import annotations

from typing import Any

from django.utils.module_loading import import_string
from django_tasks.base import Task, TaskError, TaskResult, TaskResultStatus

from lorehall.kernel.models import Job


def task_named(path: str) -> Task[..., Any]:
    """The task with this dotted path; raises LookupError when the code has no such task any more."""
    try:
        found = import_string(path)
    except ImportError as error:
        raise LookupError(f"there is no task {path} any more") from error
    if not isinstance(found, Task):
        raise LookupError(f"{path} is not a task")  # noqa: TRY004 - to the caller both are the same
    return found


def status(row: Job) -> TaskResultStatus:
    """Where the job stands."""
    if row.failed_at is not None:
        return TaskResultStatus.FAILED
    if row.finished_at is not None:
        return TaskResultStatus.SUCCESSFUL
    return TaskResultStatus.RUNNING if row.lease else TaskResultStatus.READY


def of(row: Job, task: Task[..., Any]) -> TaskResult[Any]:
    """The result object of a row."""
    found: TaskResult[Any] = TaskResult(
        task=task,
        id=str(row.pk),
        status=status(row),
        enqueued_at=row.enqueued_at,
        started_at=row.started_at,
        finished_at=row.finished_at,
        last_attempted_at=row.last_attempted_at,
        args=row.args,
        kwargs=row.kwargs,
        backend=task.backend,
        errors=[TaskError(exception_class_path=kind, traceback=trace) for kind, trace in row.errors],
        worker_ids=list(row.workers),
    )
    # The class is frozen and has no other way in; django_tasks' own back ends do the same.
    object.__setattr__(found, "_return_value", row.result)
    return found

"""Putting jobs down."""

from __future__ import annotations

from typing import Any

from django.db import IntegrityError, transaction
from django_tasks.base import Task
from django_tasks.utils import normalize_json

from lorehall.kernel import clock
from lorehall.kernel.db import wake
from lorehall.kernel.models import Job

DEFAULT_ATTEMPTS = 6


def put(task: Task[..., Any], args: tuple[Any, ...], kwargs: dict[str, Any], *, key: str | None = None) -> Job:
    """Write a job's row. Raises IntegrityError when one with this key is waiting."""
    now = clock.now()
    row = Job.objects.create(
        task=task.module_path,
        queue=task.queue_name,
        priority=task.priority,
        args=normalize_json(list(args)),
        kwargs=normalize_json(kwargs),
        key=key,
        attempts_allowed=getattr(task, "attempts", DEFAULT_ATTEMPTS),
        due_at=task.run_after or now,
        enqueued_at=now,
    )
    wake.workers()
    return row


def once(task: Task[..., Any], key: str, *args: Any, **kwargs: Any) -> bool:
    """Put a job down unless one with this key is waiting to begin; says whether it did.

    One that has begun does not count: what it read may be older than the reason for this one.
    """
    if Job.objects.filter(key=key).exists():
        return False
    try:
        with transaction.atomic():
            put(task, args, kwargs, key=key)
    except IntegrityError:
        return False
    return True

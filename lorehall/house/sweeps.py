"""Tidying that belongs to no capability: one line each."""

from __future__ import annotations

from django.core.management import call_command
from django_tasks import task

from lorehall.kernel import facts, files, worker
from lorehall.kernel import jobs as all_jobs
from lorehall.people.queries import photos_in_use
from lorehall.previews.queries import pictures_in_use


@task()
def deliveries() -> int:
    """Remove deliveries that arrived long ago."""
    return facts.sweep()


@task()
def jobs() -> int:
    """Remove jobs that ended long ago."""
    return all_jobs.sweep()


@task()
def sessions() -> None:
    """Remove sessions that ended."""
    call_command("clearsessions", verbosity=0)


@task()
def photos() -> int:
    """Remove pictures below `/uploads/` that nobody shows any more."""
    return files.sweep(lambda keys: photos_in_use(keys) | pictures_in_use(keys))


@task()
def workers() -> int:
    """Remove workers that have not been heard of for a day."""
    return worker.forget_dead()

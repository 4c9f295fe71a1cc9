"""Work on reading that comes again; when is said in the house's schedule."""

from __future__ import annotations

from django_tasks import task

from lorehall.reading.rules import settle


@task()
def settle_reading() -> None:
    """Every night: keep counting cheap for those who read much."""
    settle.settle_all()

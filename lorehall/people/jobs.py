"""Work on accounts that comes again; when is said in the house's schedule."""

from __future__ import annotations

from django_tasks import task

from lorehall.people import rules


@task()
def tidy() -> None:
    """Every night: forget accounts that were never confirmed, and traces of sessions and limits that are over."""
    rules.forget_unconfirmed()
    rules.forget_traces()

"""Work that people cause from time to time; when is said in the house's schedule."""

from __future__ import annotations

from django_tasks import task

from lorehall.people import rules
from lorehall.people.sessions import SessionStore


@task()
def tidy() -> None:
    """Every night: forget accounts that were never confirmed, and sessions that have run out."""
    rules.forget_unconfirmed()
    SessionStore.clear_expired()

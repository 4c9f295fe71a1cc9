"""The one clock. Rules and queries ask it, so that a test can stop it by name and a story can be told in the past."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime

from django.utils import timezone

_told: ContextVar[datetime | None] = ContextVar("told", default=None)


def now() -> datetime:
    """Now, aware, in UTC; inside `at` the moment that was said."""
    return _told.get() or timezone.now()


@contextmanager
def at(moment: datetime) -> Iterator[None]:
    """Let rules called inside believe that it is `moment` (aware). For demo and import; never for pages."""
    if timezone.is_naive(moment):
        raise ValueError("a moment needs its zone")
    token = _told.set(moment)
    try:
        yield
    finally:
        _told.reset(token)

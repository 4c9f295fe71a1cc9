"""The times of a dump."""

from __future__ import annotations

from datetime import UTC, datetime


def when(written: str) -> datetime:
    """A dump's time, which is UTC; raises ValueError for what is none."""
    return datetime.fromisoformat(written).replace(tzinfo=UTC)

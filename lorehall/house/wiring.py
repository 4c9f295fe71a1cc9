"""Which reaction answers which fact. All of it, on one screen."""

from __future__ import annotations


def connect() -> None:
    """Hand the table to the outbox. Called once, when Django is ready."""

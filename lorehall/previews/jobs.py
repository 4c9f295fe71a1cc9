"""Asking other sites happens in jobs, never while somebody waits or a transaction is open."""

from __future__ import annotations

from django_tasks import task

from lorehall.previews import ask


@task()
def look(post_id: int) -> None:
    """Soon after a post was written or edited."""
    ask.look_at(post_id)


@task()
def refresh() -> None:
    """Every hour."""
    ask.refresh()

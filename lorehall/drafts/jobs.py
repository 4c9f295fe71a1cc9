from __future__ import annotations

from django_tasks import task

from lorehall.drafts import rules


@task()
def sweep() -> int:
    """Remove drafts that nobody touched for half a year, and those thrown away a week ago."""
    return rules.sweep()

"""Keeping when a member was last here."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db.models import F

from lorehall.kernel import clock
from lorehall.pages.models import Visit

ANOTHER_VISIT = timedelta(hours=3)
"""Pages read within this time belong to one visit."""


def is_another(last: datetime | None) -> bool:
    """Whether a page read now begins another visit than the one noted last."""
    return last is None or clock.now() - last > ANOTHER_VISIT


def visit(community_id: int, person_id: int) -> None:
    """Note a visit; at most one write in `ANOTHER_VISIT`. Two at once note it once."""
    now = clock.now()
    stale = Visit.objects.filter(community_id=community_id, person_id=person_id, at__lt=now - ANOTHER_VISIT)
    if not stale.update(before=F("at"), at=now):
        first = Visit(community_id=community_id, person_id=person_id, at=now, before=now - timedelta(days=7))
        Visit.objects.bulk_create([first], ignore_conflicts=True)

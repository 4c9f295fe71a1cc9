"""Count searches that found nothing, for the coordinators; and settle them.

Order and danger: counted only where a member searched the whole of one community with words alone, so that the words
are about what this community lacks. No person is kept. What looks like an address or a number is left out. A viewer
adds little an hour, and a community keeps a bounded number of rows.
"""

from __future__ import annotations

import re
from datetime import timedelta
from hashlib import sha256

from django.core.cache import cache
from django.db import transaction
from django.db.models import F
from django.db.models.functions import Least

from lorehall.communities.find import find_community
from lorehall.communities.models import Community
from lorehall.kernel import clock, policy
from lorehall.kernel.errors import Hidden
from lorehall.kernel.often import HOUR, may_again
from lorehall.kernel.policy import Permission
from lorehall.kernel.text import fold
from lorehall.people.viewer import Viewer
from lorehall.search.models import Missed
from lorehall.search.syntax import Asked

LONGEST = 80
SHORTEST = 2
MOST_AN_HOUR = 20
MOST_ROWS = 500
KEPT = timedelta(days=365)
_PRIVATE = re.compile(r"@|https?:|\d{6,}")


def words_of(asked: Asked) -> str:
    """The words that would be counted, folded; empty where there are none, or too much."""
    words = [word for word in fold(asked.text).split() if not _PRIVATE.search(word)]
    said = " ".join(words)
    return said if SHORTEST <= len(said) <= LONGEST else ""


def counts(asked: Asked, community_id: int, by: Viewer) -> bool:
    """Whether a search that found nothing says something about this community: words alone, by a member."""
    alone = all(name == "in" and "/" not in value for name, value in asked.filters) and not asked.without
    return alone and len(asked.places) == 1 and community_id in by.memberships


def count(asked: Asked, community_id: int, *, by: Viewer) -> bool:
    """Count a search of the community that found nothing; False where it is not to be counted."""
    words = words_of(asked)
    if not words or not counts(asked, community_id, by) or not _may_add(by, community_id, words):
        return False
    now = clock.now()
    with transaction.atomic():
        again = Missed.objects.filter(community_id=community_id, words=words)
        if again.update(times=Least(F("times") + 1, 1_000_000), last_at=now):
            return True
        rows = Missed.objects.filter(community_id=community_id)
        if rows.count() >= MOST_ROWS:
            # The least asked for, and of these the longest ago, makes room.
            rows.filter(pk__in=rows.order_by("times", "last_at").values("pk")[:1]).delete()
        fresh = Missed(community_id=community_id, words=words, first_at=now, last_at=now)
        Missed.objects.bulk_create([fresh], ignore_conflicts=True)
    return True


def _may_add(by: Viewer, community_id: int, words: str) -> bool:
    """The same words by the same viewer once an hour, and not many in all. Nothing of it outlives the hour."""
    told = sha256(f"{by.id}/{community_id}/{words}".encode()).hexdigest()[:32]
    if not cache.add(f"missed:{told}", 1, timeout=HOUR):
        return False
    return may_again(f"missed:{by.id}", MOST_AN_HOUR)


def _find(community_id: int, missed_id: int, by: Viewer) -> Missed:
    """Coordinators alone; raises `Hidden` or `Forbidden`."""
    community: Community = find_community(community_id, by)
    policy.require(Permission.COORDINATE, by, community)
    missed = Missed.objects.filter(pk=missed_id, community_id=community_id).first()
    if missed is None:
        raise Hidden
    return missed


def settle(community_id: int, missed_id: int, how: str, *, by: Viewer) -> Missed:
    """Take it off the list: "dismissed", or "asked" as a question. Settled twice is settled once."""
    missed = _find(community_id, missed_id, by)
    standing = Missed.objects.filter(pk=missed.pk, settled_at=None)
    standing.update(settled_at=clock.now(), settled_by=by.person_id, settled_how=Missed.How(how))
    return missed


def put_back(community_id: int, missed_id: int, *, by: Viewer) -> Missed:
    """Put it on the list again."""
    missed = _find(community_id, missed_id, by)
    Missed.objects.filter(pk=missed.pk).update(settled_at=None, settled_by=None, settled_how="")
    return missed


def forget() -> int:
    """Drop what nobody looked for in a year; how many."""
    return Missed.objects.filter(last_at__lt=clock.now() - KEPT).delete()[0]

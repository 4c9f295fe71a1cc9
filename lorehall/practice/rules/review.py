"""What a look at a practice leaves behind: who looked, at which version, and when somebody looks again."""

from __future__ import annotations

from datetime import date

from lorehall.content.models import Post
from lorehall.kernel import clock
from lorehall.people.viewer import Viewer
from lorehall.practice.days import day_there, months_on
from lorehall.practice.models import Customs, Practice, Review

MONTHS = 12


def looked_at(held: Practice, *, by: Viewer, note: str = "", next_on: date | None = None) -> Review:
    """Inside the caller's transaction, on a practice that is held: the review is answered, and the next one is due
    after as many months as the community wants.
    """
    now = clock.now()
    day = next_on or next_review(held.item.community_id, day_there(now, by.timezone))
    held.review_on, held.reviewed_at, held.reviewed_by_id = day, now, by.id
    held.asked_at = held.told_at = None
    held.save(update_fields=["review_on", "reviewed_at", "reviewed_by", "asked_at", "told_at"])
    return Review.objects.create(
        practice=held, by_id=by.id, at=now, version=version_of(held.pk), note=note, next_on=day
    )


def next_review(community_id: int, day: date) -> date:
    """When the community looks again at what was looked at on that day."""
    months = Customs.objects.filter(pk=community_id).values_list("review_months", flat=True).first()
    return months_on(day, months or MONTHS)


def version_of(item_id: int) -> int:
    """The version that stands, as pages say it: the number of its last revision."""
    kept = Post.objects.filter(item_id=item_id, number=1).values_list("revisions_count", flat=True).first()
    return max(1, kept or 0)

"""Whose own practice it is: who wrote its text, before it was published or after, and who keeps it."""

from __future__ import annotations

from lorehall.content.models import Post, Revision
from lorehall.practice.models import DraftVersion, Practice


def is_own(practice_id: int, person_id: int) -> bool:
    """Did this person write in the practice's text, or do they keep it now? Two statements at most."""
    if Practice.objects.filter(pk=practice_id, steward_id=person_id).exists():
        return True
    wrote = Post.objects.filter(item_id=practice_id, number=1, author_id=person_id).values("pk")
    revised = Revision.objects.filter(post__item_id=practice_id, post__number=1, by_id=person_id).values("pk")
    drafted = DraftVersion.objects.filter(draft__item_id=practice_id, by_id=person_id).values("pk")
    return wrote.union(revised, drafted, all=True).exists()

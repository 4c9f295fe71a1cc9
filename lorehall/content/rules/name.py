"""Note whom and what a post names."""

from __future__ import annotations

from datetime import datetime

from lorehall.content.models import ItemLink, Mention, Post
from lorehall.content.writing import Written


def note_names(post: Post, text: Written, at: datetime) -> None:
    """Keep the mentions of the post as its text has them, and add the links from its item."""
    Mention.objects.filter(post=post).exclude(person_id__in=text.people).delete()
    Mention.objects.bulk_create([Mention(post=post, person_id=person) for person in text.people], ignore_conflicts=True)
    ItemLink.objects.bulk_create(
        [ItemLink(item_id=post.item_id, to_id=item, at=at) for item in text.items if item != post.item_id],
        ignore_conflicts=True,
    )

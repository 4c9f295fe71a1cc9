"""Keep the citations of an item as its text has them: links both ways between a practice and the posts behind it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.db.models import F

from lorehall.content.models import Citation, Post
from lorehall.content.writing import Written


def cite(item_id: int, text: Written, chosen: Mapping[int, int], *, by_id: int, at: datetime) -> list[int]:
    """Let the item cite exactly the posts that its text names, numbered in its order, inside the caller's transaction.
    `chosen` says which revision of a post was looked at, by the post's id; of others it is the one that stands. What
    was cited before keeps its revision. Returns the ids of the posts that are cited for the first time.
    """
    there = {row.post_id: row for row in Citation.objects.filter(item_id=item_id)}
    _take_out([row for row in there.values() if row.gone_at is None and row.post_id not in text.cited], at)
    posts = {post.pk: post for post in Post.objects.select_related("item").filter(pk__in=set(text.cited) - set(there))}
    new, back = [], []
    for number, post_id in enumerate(text.cited, 1):
        if row := there.get(post_id):
            if row.gone_at is not None:
                back.append(post_id)
            Citation.objects.filter(pk=row.pk).update(number=number, gone_at=None)
        elif post := posts.get(post_id):
            revision = chosen.get(post_id) or max(1, post.revisions_count)
            title = post.item.title
            new.append(
                Citation(item_id=item_id, post=post, number=number, revision=revision, title=title, by_id=by_id, at=at)
            )
    Citation.objects.bulk_create(new)
    first = [row.post_id for row in new]
    Post.objects.filter(pk__in=[*first, *back]).update(cited_count=F("cited_count") + 1)
    return first


def _take_out(rows: list[Citation], at: datetime) -> None:
    Citation.objects.filter(pk__in=[row.pk for row in rows]).update(gone_at=at)
    Post.objects.filter(pk__in=[row.post_id for row in rows]).update(cited_count=F("cited_count") - 1)


def uncite(item_id: int) -> None:
    """The item was deleted: its posts' counts go down. `recite` takes that back."""
    cited = Citation.objects.filter(item_id=item_id, gone_at=None).values("post_id")
    Post.objects.filter(pk__in=cited).update(cited_count=F("cited_count") - 1)


def recite(item_id: int) -> None:
    """The item stands again."""
    cited = Citation.objects.filter(item_id=item_id, gone_at=None).values("post_id")
    Post.objects.filter(pk__in=cited).update(cited_count=F("cited_count") + 1)

"""Keep the citations of an item as its text has them: links both ways between a practice and the posts behind it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.db.models import F, QuerySet
from django.utils.translation import gettext as _

from lorehall.communities.policy import RoomLike
from lorehall.content.models import Citation, Item, Post
from lorehall.content.rules.hold import hold
from lorehall.content.writing import Written, open_to_readers
from lorehall.kernel.errors import Conflict


def cite(item_id: int, text: Written, chosen: Mapping[int, int], *, by_id: int, at: datetime) -> list[int]:
    """Let the item cite exactly the posts that its text names, numbered in its order, inside the caller's transaction.
    `chosen` says which revision of a post was looked at, by the post's id; of others it is the one that stands. What
    was cited before keeps its revision. Returns the ids of the posts that are cited for the first time. Raises
    `Conflict` where the item has moved since the text was made ready, to a room whose readers may not all read them.
    """
    hold(item_id)
    there = {row.post_id: row for row in Citation.objects.filter(item_id=item_id)}
    _take_out([row for row in there.values() if row.gone_at is None and row.post_id not in text.cited], at)
    posts = {post.pk: post for post in Post.objects.select_related("item").filter(pk__in=set(text.cited) - set(there))}
    room = Item.objects.select_related("room").get(pk=item_id).room
    if posts and closed_to_readers(room).filter(pk__in=posts).exists():
        raise Conflict("moved_meanwhile", _("Somebody moved this while you wrote. Look at its sources once more."))
    since = _version(item_id) if posts else 1
    new, back = [], []
    for number, post_id in enumerate(text.cited, 1):
        if row := there.get(post_id):
            if row.gone_at is not None:
                back.append(post_id)
            Citation.objects.filter(pk=row.pk).update(number=number, gone_at=None)
        elif post := posts.get(post_id):
            revision = chosen.get(post_id) or max(1, post.revisions_count)
            seen = {"revision": min(revision, max(1, post.revisions_count)), "title": post.item.title, "since": since}
            new.append(Citation(item_id=item_id, post=post, number=number, by_id=by_id, at=at, **seen))
    Citation.objects.bulk_create(new)
    first = [row.post_id for row in new]
    Post.objects.filter(pk__in=[*first, *back]).update(cited_count=F("cited_count") + 1)
    return first


def closed_to_readers(room: RoomLike) -> QuerySet[Post]:
    """The posts that not all readers of the room may read."""
    return Post.objects.exclude(item__in=Item.objects.filter(open_to_readers(room)))


def cites_closed(item_id: int, room: RoomLike) -> bool:
    """Whether the item's text, or an earlier version of it, has something from where not all readers of the room may
    read.
    """
    return closed_to_readers(room).filter(cited_in__item_id=item_id).exists()


def _version(item_id: int) -> int:
    """The version that the text has from now on: its revision is written already."""
    kept = Post.objects.filter(item_id=item_id, number=1).values_list("revisions_count", flat=True).first()
    return max(1, kept or 0)


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

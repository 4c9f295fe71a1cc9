"""How far a viewer has read, as pieces of queries that other capabilities put into theirs.

A post is unread when its number is above the last one read, it was written after what counts as read anyway, it is
not deleted, and somebody else wrote it. Numbers and times of an item's posts grow together, so the newest such post
tells whether there is one at all.
"""

from __future__ import annotations

from typing import Any

from django.db.models import F, FilteredRelation, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from lorehall.communities.models import Membership
from lorehall.content.models import Item, Post
from lorehall.reading.models import Read, Since


def read_to(person: Any, item: str = "pk") -> Coalesce:
    """The last number that a person has read; `item` is the path to the item's id."""
    mine = Read.objects.filter(person_id=person, item_id=OuterRef(item))
    return Coalesce(Subquery(mine.values("number")[:1]), Value(0))


def read_since(person: Any, path: str = "") -> Coalesce:
    """The moment up to which everything counts as read; `path` leads to the item. NULL for who is no member."""
    mine = Since.objects.filter(person_id=person, room_id=OuterRef(f"{path}room_id"))
    return Coalesce(Subquery(mine.values("at")[:1]), Subquery(joined(person, f"{path}community_id")))


def joined(person: Any, community: str) -> QuerySet[Membership, Any]:
    """When a person joined; `community` is the path to the community's id."""
    mine = Membership.objects.filter(person_id=person, community_id=OuterRef(community), suspended_at=None)
    return mine.values("joined_at")[:1]


def with_marks(items: QuerySet[Item], person: Any) -> QuerySet[Item]:
    """The items with `read_to` and `since`."""
    own = FilteredRelation("reads", condition=Q(reads__person_id=person))
    return items.annotate(
        own_read=own,
        read_to=Coalesce(F("own_read__number"), Value(0)),
        own_behind=Coalesce(F("own_read__behind"), Value(False)),
        since=read_since(person),
    )


def new_posts(person: Any) -> QuerySet[Post]:
    """Inside a query of items with marks: the unread posts of each."""
    return Post.objects.filter(
        item_id=OuterRef("pk"), number__gt=OuterRef("read_to"), created_at__gt=OuterRef("since"), deleted_at=None
    ).exclude(author_id=person)


def wholly_new(person: Any, since: Any) -> Q:
    """Items of others, begun after `since`, that were never opened: all of them is unread, whatever stands in them."""
    return Q(read_to=0, created_at__gt=since) & ~Q(author_id=person)


def unread(items: QuerySet[Item], person: Any, *, surely: Q | None = None) -> QuerySet[Item]:
    """Of the items, those in which something is unread. `surely` names some that need no closer look."""
    # The newest live post of somebody else, found from the end, is compared; asking whether any post is new would
    # read a long item from its beginning.
    newest = Post.objects.filter(item_id=OuterRef("pk"), number__gt=OuterRef("read_to"), deleted_at=None)
    newest = newest.exclude(author_id=person).order_by("-number")
    found = with_marks(items, person).filter(last_number__gt=F("read_to"))
    looked_at = Q(newest__gt=F("since"))
    found = found.annotate(newest=Subquery(newest.values("created_at")[:1]))
    return found.filter(surely | looked_at if surely else looked_at)

"""What is new in the items of a list, and in one item: how many posts, and where they begin."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple, Protocol

from django.db.models import Case, Count, F, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce, Greatest

from lorehall.content import addresses
from lorehall.content.find import find_item
from lorehall.content.models import Item, ItemKind, Post, PostRole
from lorehall.kernel.db.prepared import Parameters, prepare
from lorehall.people.viewer import Viewer
from lorehall.reading.queries.marks import new_posts, wholly_new, with_marks

MOST = 99
"""Above this many, lists say "99+"."""


class Listed(Protocol):
    """A row of a list."""

    @property
    def id(self) -> int: ...
    @property
    def community_id(self) -> int: ...


class News(NamedTuple):
    """How many posts of an item are unread, as words ("3", "99+"), or that all of it is, which is not counted."""

    words: str
    whole: bool


NOTHING: Mapping[int, News] = {}


COLUMNS = ("new", "read_to", "created_at", "since")


def with_news(items: QuerySet[Item], person: Any) -> QuerySet[Item]:
    """The items with `COLUMNS`, of which `said` makes what is new, for lists that read them by their own statement."""
    items = with_marks(items, person)
    # Counting looks at the last hundred numbers only, so that a long conversation costs no more than a short one.
    items = items.annotate(floor=Greatest(F("read_to"), F("last_number") - Value(MOST + 1)))
    new = new_posts(person).filter(number__gt=OuterRef("floor"))
    counts = new.order_by().values("item_id").annotate(n=Count("id")).values("n")
    read = When(Q(since=None) | Q(last_number__lte=F("read_to")) | Q(active_at__lte=F("since")), then=Value(0))
    # Of what is wholly new it is only said that it is.
    new_ones = When(wholly_new(person, F("since")), then=Value(1))
    return items.annotate(new=Case(read, new_ones, default=Coalesce(Subquery(counts), Value(0))))


def said(new: int, read_to: int, created_at: datetime, since: datetime | None) -> News | None:
    """What is new by the `COLUMNS` of an item; None where nothing is."""
    if not new or since is None:
        return None
    whole = not read_to and created_at > since
    return News("" if whole else str(new) if new <= MOST else f"{MOST}+", whole)


def _counted(p: Parameters) -> QuerySet[Item, tuple[Any, ...]]:
    found = with_news(Item.objects.filter(pk__in=p.many("items")), p("person"))
    return found.filter(last_number__gt=F("read_to"), active_at__gt=F("since")).values_list("id", *COLUMNS)


_count = prepare(_counted)


def news(viewer: Viewer, rows: Sequence[Listed]) -> Mapping[int, News]:
    """What is unread in each of these items, which the viewer may see; nothing for those who are no members. One
    statement, or none.
    """
    mine = [row.id for row in rows if row.community_id in viewer.memberships]
    if not mine:
        return NOTHING
    told = ((item, said(*columns)) for item, *columns in _count(items=mine, person=viewer.id))
    return {item: one for item, one in told if one}


class Place(NamedTuple):
    """Where reading goes on."""

    url: str
    is_new: bool


def first_unread(viewer: Viewer, item_id: int) -> Place:
    """The first unread post of an item, or the item itself where nothing is unread; raises `Hidden`."""
    item = find_item(item_id, viewer)
    plain = Place(addresses.of_item(item.kind, item.pk, item.slug), False)
    if item.community_id not in viewer.memberships:
        return plain
    marked = with_marks(Item.objects.filter(pk=item_id), viewer.id)
    read_to, since = marked.values_list(F("read_to"), F("since"))[0]
    posts = Post.objects.filter(item_id=item_id, number__gt=read_to, created_at__gt=since, deleted_at=None)
    first = posts.exclude(author_id=viewer.id).order_by("number").values_list("pk", "number").first()
    if first is None:
        return plain
    return Place(addresses.of_post(item.kind, item.pk, item.slug, *first), True)


class Arrived(NamedTuple):
    """What came into an item while its page was open."""

    answers: int
    posts: int
    url: str


def arrived(viewer: Viewer, item_id: int, after: int) -> Arrived | None:
    """The live posts of others with numbers above `after`; None where there are none. Raises `Hidden`. One statement
    where nothing came, two else.
    """
    item = find_item(item_id, viewer)
    if item.last_number <= after or item.deleted_at is not None:
        return None
    posts = Post.objects.filter(item_id=item_id, number__gt=after, deleted_at=None).exclude(author_id=viewer.id)
    found = list(posts.order_by("number").values_list("pk", "number", "role")[: MOST + 1])
    if not found:
        return None
    first_id, first_number, _role = found[0]
    answers = sum(role == PostRole.ANSWER for _id, _number, role in found) if item.kind == ItemKind.QUESTION else 0
    return Arrived(answers, len(found), addresses.of_post(item.kind, item.pk, item.slug, first_id, first_number))

"""What stands beside a question: people who may know by one statement, its tags and what it is tied to by another."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from django.db.models import BooleanField, CharField, DateTimeField, Exists, IntegerField, OuterRef, QuerySet, Value

from lorehall.communities.models import Membership
from lorehall.communities.policy import may_read, reading
from lorehall.content.models import Item, ItemLink, ItemTag
from lorehall.content.queries.listing import TagName
from lorehall.kernel.db.prepared import Parameters, prepare
from lorehall.kernel.ui import slots
from lorehall.people.viewer import Viewer
from lorehall.questions.models import HelpedOn
from lorehall.questions.queries.head import Head, RoomLike
from lorehall.questions.queries.shapes import Knower, Near, Ties

KNOWERS = 3
CANDIDATES = 30
TIES = 60


def _known(p: Parameters) -> QuerySet[HelpedOn, tuple[Any, ...]]:
    member = Membership.objects.filter(community_id=p("community"), person_id=OuterRef("person_id"), suspended_at=None)
    carried = ItemTag.objects.filter(item_id=p("item")).values("tag_id")
    # The few that come first are found in the index alone; who they are and whether they are here is asked of those.
    most = HelpedOn.objects.filter(tag_id__in=carried, confirmed__gt=0).order_by("-confirmed", "pk")
    known = HelpedOn.objects.filter(Exists(member), pk__in=most.values("pk")[:CANDIDATES])
    known = known.exclude(person_id=p("asker")).order_by("-confirmed", "person_id")
    person = ("person_id", "person__name", "person__handle", "person__photo", "person__hue")
    # One person may come up once for every tag of the question, six at most.
    return known.values_list(*person, "confirmed", "tag__name")[: KNOWERS * 6]


_read_known = prepare(_known)


def knowers(head: Head) -> tuple[Knower, ...]:
    """Members whose answers on the question's tags were confirmed most often, each with the tag that says it best.
    They are shown to all who read the question, so that nobody is asked in private.
    """
    best: dict[int, Knower] = {}
    for person_id, *rest in _read_known(item=head.id, community=head.community_id, asker=head.author_id):
        best.setdefault(person_id, Knower(*rest))
    return tuple(best.values())[:KNOWERS]


_ITEM = ("id", "title", "slug", "kind", "state", "replies_count")
_SEEN = ("room_id", "community_id", "room__access", "room__public")


def _side(links: QuerySet[ItemLink], side: str, name: str) -> QuerySet[ItemLink, tuple[Any, ...]]:
    alive = links.filter(**{f"{side}__deleted_at": None})
    fields = (f"{side}__{field}" for field in (*_ITEM, *_SEEN))
    return alive.annotate(side=Value(name, output_field=CharField())).values_list("at", "side", "why", *fields)


def _carried(p: Parameters) -> QuerySet[ItemTag, tuple[Any, ...]]:
    """The tags as rows of the same shape, before all others."""
    first = Value(datetime(9999, 1, 1, tzinfo=UTC), output_field=DateTimeField())
    nothing, no = Value("", output_field=CharField()), Value(False, output_field=BooleanField())
    words = {"side": Value("tag", output_field=CharField()), "why": nothing, "kind": nothing, "state": nothing}
    numbers = {name: Value(0, output_field=IntegerField()) for name in ("replies", "room", "community")}
    tags = ItemTag.objects.filter(item_id=p("item")).annotate(at=first, access=nothing, open=no, **words, **numbers)
    named = ("tag_id", "tag__name", "tag__slug", "kind", "state", "replies", "room", "community", "access", "open")
    return tags.values_list("at", "side", "why", *named)


def _tied(p: Parameters) -> QuerySet[ItemLink, tuple[Any, ...]]:
    out = _side(ItemLink.objects.filter(item_id=p("item")), "to", "to")
    back = _side(ItemLink.objects.filter(to_id=p("item")), "item", "from")
    return out.union(back, _carried(p), all=True).order_by("-at")[:TIES]


_read_tied = prepare(_tied)


def tied(viewer: Viewer, item_id: int) -> tuple[tuple[TagName, ...], Ties]:
    """The tags that the question carries; and what it links to and what links to it, duplicates among them, as far as
    the viewer may see, newest first.
    """
    found: dict[tuple[str, str], dict[int, Near]] = {}
    tags: list[TagName] = []
    for _at, side, why, *near in _read_tied(item=item_id):
        if side == "tag":
            tags.append(TagName(near[1], near[2]))
        elif may_read(viewer, RoomLike(*near[6:])):
            found.setdefault((side, why), {})[near[0]] = Near(*near[:6])
    return tuple(sorted(tags, key=lambda tag: tag.slug)), _ties(viewer, item_id, found)


def _ties(viewer: Viewer, item_id: int, found: dict[tuple[str, str], dict[int, Near]]) -> Ties:
    of = tuple(found.get(("to", "duplicate"), {}).values())
    gathered = tuple(found.get(("from", "duplicate"), {}).values())
    known = {near.id for near in (*of, *gathered)}
    links = {key: near for key, near in found.get(("to", "linked"), {}).items() if key not in known}
    back_links = found.get(("from", "linked"), {})
    shown = {item_id, *known, *links, *back_links}
    return Ties(
        of=of,
        gathered=gathered,
        links=tuple(links.values()),
        linked_from=tuple(near for key, near in back_links.items() if key not in known and key not in links),
        like=tuple(near for near in _like(viewer, item_id) if near.id not in shown),
    )


def _like(viewer: Viewer, item_id: int) -> list[Near]:
    """What fills the slot "close" knows what reads like an item. One statement."""
    close = slots.filled("close")
    return [Near(*near) for near in close(viewer, item_id)] if close else []


def like_title(viewer: Viewer, community_id: int, words: str, *, but: int) -> list[Near]:
    """Questions whose titles have all of these words, newest activity first; for choosing what one repeats."""
    items = Item.objects.filter(
        reading(viewer, "room"), community_id=community_id, kind="question", deleted_at=None
    ).exclude(pk=but)
    for word in words.split()[:8]:
        items = items.filter(title__icontains=word)
    return [Near(*row) for row in items.order_by("-active_at", "-id").values_list(*_ITEM)[:10]]

"""What stands beside a question: its tags, people who may know, and what it is tied to. One statement each."""

from __future__ import annotations

from typing import Any

from django.db.models import CharField, Exists, OuterRef, QuerySet, Value

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

_carried = prepare(
    lambda p: ItemTag.objects.filter(item_id=p("item")).order_by("tag__slug").values_list("tag__name", "tag__slug")
)


def tags(item_id: int) -> tuple[TagName, ...]:
    """The tags that the question carries."""
    return tuple(TagName(*row) for row in _carried(item=item_id))


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


def _tied(p: Parameters) -> QuerySet[ItemLink, tuple[Any, ...]]:
    out = _side(ItemLink.objects.filter(item_id=p("item")), "to", "to")
    back = _side(ItemLink.objects.filter(to_id=p("item")), "item", "from")
    return out.union(back, all=True).order_by("-at")[:TIES]


_read_tied = prepare(_tied)


def ties(viewer: Viewer, item_id: int) -> Ties:
    """What it links to and what links to it, duplicates among them, as far as the viewer may see; newest first."""
    found: dict[tuple[str, str], dict[int, Near]] = {}
    for _at, side, why, *near in _read_tied(item=item_id):
        if may_read(viewer, RoomLike(*near[6:])):
            found.setdefault((side, why), {})[near[0]] = Near(*near[:6])
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

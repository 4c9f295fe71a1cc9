"""The harvest list: threads that would be worth a practice and are in none yet. Walked by key; three statements a page.

What counts as harvested is what the viewer may see: a practice or draft that is hidden from them hides nothing here.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from django.db.models import Exists, OuterRef, Q, QuerySet

from lorehall.communities.places import Place
from lorehall.content import addresses
from lorehall.content.models import Citation, Item, ItemKind
from lorehall.content.policy import visible
from lorehall.content.queries.listing import LARGEST, TagName, tags_of
from lorehall.harvest.models import Harvest, Verdict, Worth
from lorehall.harvest.reasons import reasons
from lorehall.people.viewer import Viewer
from lorehall.practice.models import Stage
from lorehall.practice.policy import visible_drafts

SIZE = 20


class Row(NamedTuple):
    """A thread and why it is worth it."""

    id: int
    title: str
    url: str
    kind: str
    room: str
    reasons: tuple[str, ...]
    tags: tuple[TagName, ...]


@dataclass(frozen=True, slots=True)
class Settled:
    """A thread that somebody said something of."""

    id: int
    title: str
    url: str
    says: str
    practice: str
    practice_url: str
    note: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Begun:
    """A draft that is written from a thread."""

    id: int
    title: str
    stage: str
    by: str
    changed_at: datetime
    thread: str
    item_id: int


@dataclass(frozen=True, slots=True)
class Worthy:
    """A page of the list. `older` is the key of what comes next, "" at the end."""

    rows: Sequence[Row]
    older: str


def worthy(viewer: Viewer, place: Place, after: str) -> Worthy:
    """What is worth it most, first."""
    rows = _waiting(viewer, place)
    if key := read_key(after):
        worth, item = key
        rows = rows.filter(Q(worth__lt=worth) | Q(item_id__lt=item), worth__lte=worth)
    fields = ("item_id", "worth", "reasons", "item__title", "item__slug", "item__kind", "item__room_id")
    found = list(rows.order_by("-worth", "-item_id").values_list(*fields)[: SIZE + 1])
    shown = found[:SIZE]
    tags = tags_of([row[0] for row in shown])
    names = {room.id: "" if room.is_first else room.name for room in place.rooms}
    out = [
        Row(
            id=item,
            title=title,
            url=addresses.of_item(kind, item, slug),
            kind=kind,
            room=names[room],
            reasons=reasons(counts, answered=kind == ItemKind.QUESTION),
            tags=tags.get(item, ()),
        )
        for item, _worth, counts, title, slug, kind, room in shown
    ]
    return Worthy(out, f"{shown[-1][1]}.{shown[-1][0]}" if len(found) > SIZE else "")


def _waiting(viewer: Viewer, place: Place) -> QuerySet[Worth]:
    rows = Worth.objects.filter(community_id=place.id, item__room_id__in=place.room_ids, item__deleted_at=None)
    seen = visible(viewer).filter(kind=ItemKind.PRACTICE)
    cited = Citation.objects.filter(post__item=OuterRef("item"), gone_at=None, item__in=seen)
    drafts = visible_drafts(viewer).exclude(stage=Stage.DROPPED)
    begun = Harvest.objects.filter(item=OuterRef("item"), draft__in=drafts)
    judged = Verdict.objects.filter(item=OuterRef("item"), ended_at=None)
    return rows.exclude(Exists(cited)).exclude(Exists(begun)).exclude(Exists(judged))


def read_key(text: str) -> tuple[int, int] | None:
    """Worth and item; None for what is no key."""
    worth, dot, item = text.partition(".")
    sound = dot and all(part.isascii() and part.isdigit() and len(part) < 19 for part in (worth, item))
    if not sound or int(worth) >= 2**31 or int(item) >= LARGEST:
        return None
    return int(worth), int(item)


def settled(place: Place, most: int = 100) -> list[Settled]:
    """What was said of threads that the viewer reads, the newest first. One statement."""
    rows = Verdict.objects.filter(
        item__community_id=place.id, item__room_id__in=place.room_ids, item__deleted_at=None, ended_at=None
    )
    fields = ("item_id", "item__title", "item__kind", "item__slug", "says", "note", "by__name", "at")
    target = ("practice_id", "practice__title", "practice__slug", "practice__room_id", "practice__deleted_at")
    return [_settled(row, place) for row in rows.order_by("-at", "-pk").values_list(*fields, *target)[:most]]


def _settled(row: tuple[Any, ...], place: Place) -> Settled:
    item, title, kind, slug, says, note, by, at, practice, name, its_slug, room, deleted = row
    seen = practice is not None and room in place.room_ids and deleted is None
    return Settled(
        id=item,
        title=title,
        url=addresses.of_item(kind, item, slug),
        says=says,
        practice=name if seen else "",
        practice_url=addresses.of_item(ItemKind.PRACTICE, practice, its_slug) if seen else "",
        note=note,
        by=by,
        at=at,
    )


def under_way(viewer: Viewer, place: Place, most: int = 100) -> list[Begun]:
    """The drafts that the viewer may see and that take from threads, the last changed first. One statement."""
    drafts = visible_drafts(viewer).filter(community_id=place.id, stage__in=[Stage.DRAFT, Stage.IN_REVIEW])
    rows = Harvest.objects.filter(draft__in=drafts, item__in=visible(viewer)).order_by("-draft__changed_at", "-pk")
    fields = (
        "draft_id",
        "draft__title",
        "draft__stage",
        "draft__by__name",
        "draft__changed_at",
        "item__title",
        "item_id",
    )
    return [Begun(*row) for row in rows.values_list(*fields)[:most]]


def practice_id(typed: str) -> int:
    """Out of a number or an address, as it is copied from the browser; 0 for neither."""
    for part in typed.strip().lstrip("#").split("/"):
        if part.isascii() and part.isdigit() and len(part) < 19:
            return int(part) if int(part) < LARGEST else 0
    return 0


def address_of(item: Item) -> str:
    """The address of a thread."""
    return addresses.of_item(item.kind, item.pk, item.slug)

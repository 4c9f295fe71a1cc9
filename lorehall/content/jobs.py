"""Work for the night."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import structlog
from django.db import transaction
from django.db.models import Count, F, IntegerField, Max, Model, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django_tasks import task

from lorehall.content import index
from lorehall.content.models import Citation, Follow, Item, ItemTag, Post, PostRole, RoomCount, TagCount, Useful
from lorehall.content.rules.hold import hold

log = structlog.get_logger(__name__)
AT_ONCE = 2000


@dataclass(frozen=True, slots=True)
class Drift:
    """A kept count that was not what the rows say: of which table and row."""

    table: str
    column: str
    row_id: int
    kept: int
    counted: int


def recount() -> list[Drift]:
    """Count anew what rules count as they go; mend what differs, and say what did."""
    _make_missing()
    found: list[Drift] = []
    for model, column, counted in _COUNTS:
        found += _mend(model, column, counted)
    for drift in found:
        log.warning("count drifted", what=f"{drift.table}.{drift.column}", kept=drift.kept, counted=drift.counted)
    return found


def _number(rows: QuerySet[Any], by: str) -> Any:
    """How many rows there are, for a query around them; `by` names what they have in common."""
    counting = rows.order_by().values(by).annotate(n=Count("*")).values("n")
    return Coalesce(Subquery(counting, output_field=IntegerField()), 0)


_LIVE = Item.objects.filter(deleted_at=None)
_IN_ROOM = _LIVE.filter(room=OuterRef("room"), kind=OuterRef("kind"))
_TAGGED = ItemTag.objects.filter(item__deleted_at=None, tag=OuterRef("tag"), item__room=OuterRef("room"))
# Answers to a question and replies elsewhere; what stands under an answer, or beside a practice, is not counted.
_STANDING = Post.objects.filter(deleted_at=None, parent=None, role__in=(PostRole.ANSWER, PostRole.REPLY))
_REPLIES = _STANDING.filter(item=OuterRef("pk"))
_CITED = Citation.objects.filter(post=OuterRef("pk"), gone_at=None, item__deleted_at=None)

_COUNTS: tuple[tuple[type[Model], str, Any], ...] = (
    (RoomCount, "total", _number(_IN_ROOM, "room")),
    (RoomCount, "open", _number(_IN_ROOM.filter(waiting=True), "room")),
    (TagCount, "total", _number(_TAGGED, "tag")),
    (Item, "replies_count", _number(_REPLIES, "item")),
    (Item, "followers_count", F("followers_base") + _number(Follow.objects.filter(item=OuterRef("pk")), "item")),
    (Post, "useful_count", F("useful_base") + _number(Useful.objects.filter(post=OuterRef("pk")), "post")),
    (Post, "cited_count", _number(_CITED, "post")),
)


def _mend(model: type[Model], column: str, counted: Any) -> Iterator[Drift]:
    """By ranges of ids, so that no statement lasts. Where somebody counts meanwhile, the row is left to them."""
    rows = model._default_manager.all()  # noqa: SLF001 - Django documents it
    last = rows.aggregate(last=Max("pk"))["last"] or 0
    wrong = rows.annotate(counted=counted).filter(~Q(**{column: F("counted")})).order_by("pk")
    for start in range(0, last + 1, AT_ONCE):
        part = wrong.filter(pk__gte=start, pk__lt=start + AT_ONCE)
        for row_id, kept, now in list(part.values_list("pk", column, "counted")):
            if rows.filter(pk=row_id, **{column: kept}).update(**{column: now}):
                yield Drift(model._meta.db_table, column, row_id, kept, now)  # noqa: SLF001


def _make_missing() -> None:
    """Rows of counts that should be there and are not, as zero; then they drift like others."""
    kinds = _LIVE.order_by().values_list("room_id", "kind").distinct()
    RoomCount.objects.bulk_create([RoomCount(room_id=room, kind=kind) for room, kind in kinds], ignore_conflicts=True)
    carried = ItemTag.objects.filter(item__deleted_at=None).order_by().values_list("tag_id", "item__room_id").distinct()
    known = set(TagCount.objects.values_list("tag_id", "room_id"))
    missing = [TagCount(tag_id=tag, room_id=room) for tag, room in carried if (tag, room) not in known]
    TagCount.objects.bulk_create(missing, ignore_conflicts=True, batch_size=AT_ONCE)


@task()
def recount_content() -> None:
    """Nightly."""
    recount()


def index_again(item_id: int, *, after: int = 0) -> None:
    """Write an item's rows in the index of words anew, inside the caller's transaction; of a long one a job writes the
    rest. Posts up to number `after` are left as they are.
    """
    rest = index.rewrite(item_id, after=after)
    if rest is not None:
        index_rest.enqueue(item_id, rest)


@task()
def index_rest(item_id: int, after: int) -> None:
    """The posts of a long item, part by part; each part is its own transaction."""
    rest: int | None = after
    while rest is not None:
        with transaction.atomic():
            hold(item_id)
            rest = index.rewrite(item_id, after=rest)


def index_tagged_again(tag_id: int) -> None:
    """A tag has another name, or more items, from now on. Filters by tag know it at once; its word a moment later."""
    index_tagged.enqueue(tag_id)


@task()
def index_tagged(tag_id: int) -> None:
    """Every item that carries the tag, each in its own transaction."""
    items = ItemTag.objects.filter(tag_id=tag_id, item__deleted_at=None).order_by("-item_id")
    for item_id in list(items.values_list("item_id", flat=True)):
        with transaction.atomic():
            hold(item_id)
            rest = index.rewrite(item_id)
        if rest is not None:
            index_rest.enqueue(item_id, rest)

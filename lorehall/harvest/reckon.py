"""Work out anew how much threads would be worth: of a few at once, and of all by night."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from django.db.models import Case, Count, F, IntegerField, Max, OuterRef, Q, QuerySet, Subquery, Sum, Value, When
from django.db.models.functions import Coalesce

from lorehall.bookmarks.models import Bookmark
from lorehall.communities.models import Access
from lorehall.content.models import Item, ItemKind, ItemLink, Post
from lorehall.harvest.models import Worth
from lorehall.harvest.worth import LEAST, worth
from lorehall.questions.models import Duplicate, State

KINDS = (ItemKind.QUESTION, ItemKind.CONVERSATION)
AT_ONCE = 1000
MORE: dict[str, Callable[[Sequence[int]], Mapping[int, int]]] = {}
"""Counts that higher floors know, by the name of the reason: the house fills it."""

_ASKED = ("said", "confirmed", "useful", "too", "duplicates", "saved", "linked")


def reckon(item_ids: Sequence[int]) -> None:
    """Write down what these threads are worth now, inside the caller's transaction. Safe to run twice."""
    _write(list(_counted(Item.objects.filter(pk__in=item_ids))), item_ids)


def reckon_all() -> int:
    """All of them, by ranges of ids, so that no statement lasts; says how many are worth listing."""
    last = Item.objects.aggregate(last=Max("pk"))["last"] or 0
    for start in range(0, last + 1, AT_ONCE):
        rows = list(_counted(Item.objects.filter(pk__gte=start, pk__lt=start + AT_ONCE)))
        _write(rows, [row[0] for row in rows])
    return Worth.objects.count()


def _counted(items: QuerySet[Item]) -> Iterator[tuple[int, int, dict[str, int]]]:
    """Item, community and counts of those that could become a practice."""
    found = items.filter(kind__in=KINDS, deleted_at=None).annotate(
        said=F("replies_count"),
        confirmed=Case(When(state=State.CONFIRMED, then=1), default=0, output_field=IntegerField()),
        useful=_sum(Post.objects.filter(item=OuterRef("pk"), deleted_at=None), "useful_count"),
        too=Coalesce(F("question__too_count"), Value(0)),
        duplicates=_number(Duplicate.objects.filter(_open("question__item"), of=OuterRef("pk")), "of"),
        saved=_number(Bookmark.objects.filter(item=OuterRef("pk")), "item"),
        linked=_number(ItemLink.objects.filter(_open("item"), to=OuterRef("pk"), why=ItemLink.Why.LINKED), "to"),
    )
    for item, community, *numbers in found.values_list("pk", "community_id", *_ASKED):
        counts = dict(zip(_ASKED, numbers, strict=True))
        counts["posts"] = counts.pop("said")
        counts["asked_again"] = counts.pop("too") + counts.pop("duplicates")
        yield item, community, counts


def _open(path: str) -> Q:
    """Counted are items that all readers of the thread may read, so that no number tells of others."""
    room = f"{path}__room__"
    everybody = Q(**{f"{room}public": True}) | Q(**{f"{path}__room_id": OuterRef("room_id")})
    whole = Q(**{f"{room}access": Access.WHOLE, f"{path}__community_id": OuterRef("community_id")})
    return Q(**{f"{path}__deleted_at": None}) & (everybody | whole)


def _number(rows: QuerySet[Any], by: str) -> Any:
    counting = rows.order_by().values(by).annotate(n=Count("*")).values("n")
    return Coalesce(Subquery(counting, output_field=IntegerField()), 0)


def _sum(rows: QuerySet[Any], column: str) -> Any:
    adding = rows.order_by().values("item").annotate(n=Sum(column)).values("n")
    return Coalesce(Subquery(adding, output_field=IntegerField()), 0)


def _write(rows: Sequence[tuple[int, int, dict[str, int]]], item_ids: Sequence[int]) -> None:
    ids = [item for item, _, _ in rows]
    for name, count in MORE.items():
        found = count(ids)
        for item, _, counts in rows:
            counts[name] = found.get(item, 0)
    there = {row.item_id: row for row in Worth.objects.filter(item_id__in=item_ids)}
    new = []
    for item, community, counts in rows:
        row = Worth(item_id=item, community_id=community, worth=worth(counts))
        row.reasons = {name: count for name, count in counts.items() if count}
        if row.worth < LEAST:
            continue
        before = there.pop(item, None)
        if before is None or (before.worth, before.reasons) != (row.worth, row.reasons):
            new.append(row)
    Worth.objects.bulk_create(
        new, update_conflicts=True, unique_fields=["item"], update_fields=["community", "worth", "reasons"]
    )
    Worth.objects.filter(pk__in=list(there)).delete()

"""The learning agenda, ready to print: each question with what the viewer may read of what belongs to it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, NamedTuple

from django.db.models import Q

from lorehall.agenda.models import AgendaQuestion, Attached
from lorehall.communities.places import Place
from lorehall.communities.queries.charter import require_whole
from lorehall.content import addresses
from lorehall.content.models import ItemKind
from lorehall.content.policy import visible
from lorehall.kernel.errors import Hidden
from lorehall.people.viewer import Viewer


class Tied(NamedTuple):
    """An item that belongs to a question."""

    id: int
    kind: str
    title: str
    url: str
    state: str
    replies: int
    active_at: datetime
    by_id: int = 0
    """Who attached it."""
    author_id: int = 0

    @property
    def what(self) -> str:
        """What sort of thing it is, in a word."""
        return str(ItemKind(self.kind).label)


@dataclass(frozen=True, slots=True)
class Asked:
    """A question. `items` are all that the viewer may read, the liveliest first; `practice` None where there is none,
    or none to be read.
    """

    id: int
    text: str
    gone: bool
    closed_at: datetime | None
    closed_by: str
    learned: str
    practice: Tied | None = None
    items: tuple[Tied, ...] = field(default=())

    @property
    def answered(self) -> int:
        """How many of its questions have an answer that worked."""
        return sum(1 for item in self.items if item.state == "confirmed")


@dataclass(frozen=True, slots=True)
class Agenda:
    """What is asked now, and what was asked before and closed."""

    asked: tuple[Asked, ...]
    before: tuple[Asked, ...]

    @property
    def closed(self) -> int:
        return sum(1 for one in self.asked if one.closed_at)


_FIELDS = ("pk", "text", "gone_at", "closed_at", "closed_by__name", "learned", "practice_id")
_ITEM = ("pk", "kind", "title", "slug", "state", "replies_count", "active_at", "author_id")


def agenda(viewer: Viewer, place: Place) -> Agenda:
    """All of it. 3 statements; raises `Forbidden` where the viewer reads a part of the charter only."""
    require_whole(place)
    rows = AgendaQuestion.objects.filter(community_id=place.id).filter(Q(gone_at=None) | ~Q(closed_at=None))
    found = _asked(rows.order_by("position", "pk").values_list(*_FIELDS), viewer)
    return Agenda(
        tuple(one for one in found if not one.gone),
        tuple(sorted((one for one in found if one.gone), key=lambda one: one.closed_at or one.id, reverse=True)),
    )


def question(viewer: Viewer, place: Place, question_id: int) -> Asked:
    """One question with all that belongs to it. 3 statements; raises `Hidden`, `Forbidden`."""
    require_whole(place)
    rows = AgendaQuestion.objects.filter(community_id=place.id, pk=question_id)
    found = _asked(rows.values_list(*_FIELDS), viewer)
    if not found:
        raise Hidden
    return found[0]


def attached_to(item_id: int, community_id: int) -> list[tuple[int, str, bool]]:
    """The open questions of the community, and whether the item belongs to them: (id, text, whether)."""
    rows = AgendaQuestion.objects.filter(community_id=community_id, gone_at=None, closed_at=None)
    mine = set(Attached.objects.filter(item_id=item_id).values_list("question_id", flat=True))
    return [(pk, text, pk in mine) for pk, text in rows.order_by("position", "pk").values_list("pk", "text")]


def _asked(rows: Iterable[tuple[Any, ...]], viewer: Viewer) -> list[Asked]:
    there = list(rows)
    ties = Attached.objects.filter(question_id__in=[row[0] for row in there]).values_list(
        "question_id", "item_id", "by_id"
    )
    by_question: dict[int, list[tuple[int, int]]] = {}
    for question_id, item_id, by_id in ties:
        by_question.setdefault(question_id, []).append((item_id, by_id))
    wanted = {item for one in by_question.values() for item, _by in one} | {row[6] for row in there if row[6]}
    items = {row[0]: row for row in visible(viewer).filter(pk__in=wanted).values_list(*_ITEM)} if wanted else {}
    found = []
    for pk, text, gone, closed_at, closed_by, learned, practice_id in there:
        tied = [_tied(items[item], by) for item, by in by_question.get(pk, ()) if item in items]
        tied.sort(key=lambda one: one.active_at, reverse=True)
        practice = _tied(items[practice_id], 0) if practice_id in items else None
        found.append(Asked(pk, text, gone is not None, closed_at, closed_by or "", learned, practice, tuple(tied)))
    return found


def _tied(row: tuple[Any, ...], by_id: int) -> Tied:
    pk, kind, title, slug, state, replies, active_at, author_id = row
    url = addresses.of_item(kind, pk, slug)
    return Tied(pk, kind, title, url, state, replies, active_at, by_id, author_id)

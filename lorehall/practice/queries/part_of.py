"""The practices that posts are part of, as far as a reader may see them. One statement."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet

from lorehall.communities.policy import as_reader, reading_as
from lorehall.content import addresses
from lorehall.content.models import Citation, ItemKind
from lorehall.content.queries.cited import PartOf
from lorehall.kernel.db.prepared import Parameters, prepare
from lorehall.people.viewer import Viewer
from lorehall.practice.models import Credit, Level, State

MOST = 5
"""So many practices are named under one post."""
ROWS = 200


def _citing(p: Parameters) -> QuerySet[Citation, tuple[Any, ...]]:
    live = Citation.objects.filter(
        reading_as(p, "item__room"), post_id__in=p.many("posts"), gone_at=None, item__deleted_at=None
    ).filter(item__practice__isnull=False)
    fields = ("post_id", "item_id", "item__title", "item__slug", "item__state", "item__practice__level", "since")
    return live.order_by("-item_id").values_list(*fields)[:ROWS]


_read = prepare(_citing)


def part_of(viewer: Viewer, post_ids: Sequence[int]) -> Mapping[int, tuple[PartOf, ...]]:
    """By the id of the post: current practices first, then by how well they are borne out; five at most."""
    found: dict[int, list[tuple[Any, PartOf]]] = {}
    for post_id, item_id, title, slug, state, level, since in _read(posts=post_ids, **as_reader(viewer)):
        rank = (_STATES.index(state), -_LEVELS.index(level), -item_id)
        stands = state in {State.CURRENT, State.REVIEW_DUE}
        found.setdefault(post_id, []).append(
            (
                rank,
                PartOf(
                    title=title,
                    url=addresses.of_item(ItemKind.PRACTICE, item_id, slug),
                    since=since,
                    level=str(Level(level).label) if stands and level != Level.IDEA else "",
                    state="" if stands else str(State(state).label),
                ),
            )
        )
    return {post_id: tuple(entry for _rank, entry in sorted(rows)[:MOST]) for post_id, rows in found.items()}


_STATES = State.values
_LEVELS = Level.values


def unnamed(item: str, person: str) -> Exists:
    """Whether a person asked not to be named on a practice; both are paths to their ids."""
    asked = Credit.objects.exclude(unnamed_at=None)
    return Exists(asked.filter(practice_id=OuterRef(item), person_id=OuterRef(person)))

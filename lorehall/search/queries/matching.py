"""The posts that say what is looked for, as few numbers each as their weighing needs.

A search is one of some hundred shapes, by which filters it has; the statement for each is built once.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any, NamedTuple

from django.db.models import Exists, F, IntegerField, OuterRef, QuerySet
from django.db.models.functions import Cast

from lorehall.communities.policy import as_reader
from lorehall.content.index import POSTS
from lorehall.kernel.db.fulltext import Matches, Query, Rank
from lorehall.kernel.db.functions import Seconds, Sorted
from lorehall.kernel.db.prepared import Parameters, Prepared, prepare
from lorehall.people.viewer import Viewer
from lorehall.questions.models import Confirmation
from lorehall.search.queries.filtered import STATES, any_reader, narrows, posts
from lorehall.search.ranking import POST_WEIGHTS
from lorehall.search.wanted import Wanted

_SHAPES = 500


class Matched(NamedTuple):
    """A post that matches."""

    post_id: int
    item_id: int
    written: int
    """Seconds since 1970."""
    useful: int
    confirmed: int
    state: str
    """The item's own word."""
    rank: float


_FIELDS = ("post_id", "post__item_id", "written", "post__useful_count", "sealed", "post__item__state", "rank")


class _Shape(NamedTuple):
    """What tells one statement from another. `terms` is how many the ranking has to be told of."""

    most: int
    by_rank: bool
    titles: bool
    terms: int
    kinds: tuple[str, ...]
    states: tuple[str, ...]
    communities: bool
    rooms: bool
    authors: bool
    tags: int
    mine: bool
    followed: bool
    before: bool
    after: bool


def matching(
    viewer: Viewer, wanted: Wanted, query: Query, rare: Mapping[str, float], *, most: int, by_rank: bool = False
) -> list[tuple[Any, ...]]:
    """The newest posts that say it, or the best, as values of `Matched`. One statement. `rare` says how rare its words
    are, where `POSTS.asks_rarity()`.
    """
    parts = query.parts(rare)
    states = tuple(sorted(STATES.intersection(wanted.states)))
    if wanted.states and not states:
        return []
    shape = _Shape(
        most,
        by_rank,
        bool(query.columns),
        len(parts),
        tuple(sorted(set(wanted.kinds))),
        states,
        bool(wanted.community_ids),
        bool(wanted.room_ids),
        bool(wanted.author_ids),
        len(wanted.tag_slugs),
        wanted.mine,
        wanted.followed,
        wanted.before is not None,
        wanted.after is not None,
    )
    return _prepared(shape)(says=query.text(), **as_reader(viewer), **_given(viewer, wanted, parts))


def _given(viewer: Viewer, wanted: Wanted, parts: Sequence[tuple[str, str]]) -> dict[str, Any]:
    given: dict[str, Any] = {
        "communities": wanted.community_ids,
        "rooms": wanted.room_ids,
        "authors": wanted.author_ids,
        "before": wanted.before,
        "after": wanted.after,
    }
    found = {name: value for name, value in given.items() if value}
    found |= {f"tag{number}": slug for number, slug in enumerate(wanted.tag_slugs)}
    for number, (rarity, term) in enumerate(parts):
        found |= {f"rarity{number}": rarity, f"term{number}": term}
    if wanted.mine or wanted.followed:
        found["me"] = viewer.id
    return found


@lru_cache(maxsize=_SHAPES)
def _prepared(shape: _Shape) -> Prepared:
    return prepare(lambda p: _query(shape, p))


def _query(shape: _Shape, p: Parameters) -> QuerySet[Any, Any]:
    wanted = Wanted(
        kinds=shape.kinds,
        states=shape.states,
        community_ids=tuple(p.many("communities")) if shape.communities else (),
        room_ids=tuple(p.many("rooms")) if shape.rooms else (),
        author_ids=tuple(p.many("authors")) if shape.authors else (),
        tag_slugs=tuple(p.text(f"tag{number}") for number in range(shape.tags)),
        mine=shape.mine,
        followed=shape.followed,
        before=p.moment("before") if shape.before else None,
        after=p.moment("after") if shape.after else None,
    )
    by = any_reader(p, "me" if shape.mine or shape.followed else "")
    parts = [(p.text(f"rarity{number}"), p.text(f"term{number}")) for number in range(shape.terms)]
    sealed = Exists(Confirmation.objects.filter(post_id=OuterRef("post_id"), ended_at=None))
    found = posts(by, wanted).filter(Matches(POSTS, p.text("says")))
    found = found.annotate(
        sealed=Cast(sealed, IntegerField()),
        written=Seconds("post__created_at"),
        rank=Rank(POSTS, POST_WEIGHTS, parts),
    )
    newest = Sorted("post_id").desc() if shape.titles or narrows(wanted) else F("post_id").desc()
    order = (F("rank").desc(), newest) if shape.by_rank else (newest,)
    return found.order_by(*order).values_list(*_FIELDS)[: shape.most]

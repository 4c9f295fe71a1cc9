"""The filters of a search, and the one rule of who sees what, over posts or over items."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.db.models import IntegerField, Q, QuerySet

from lorehall.communities.policy import reading, reading_as
from lorehall.content.models import Follow, ItemKind, ItemTag, Post, PostWords
from lorehall.kernel.db.functions import Plain
from lorehall.kernel.db.prepared import Parameters
from lorehall.people.viewer import Viewer
from lorehall.practice.models import State
from lorehall.search.wanted import Wanted

_STATES: dict[str, dict[str, Any]] = {
    "open": {"kind": ItemKind.QUESTION, "waiting": True},
    "answered": {"state": "answered"},
    "confirmed": {"state": "confirmed"},
    "unanswered": {"kind": ItemKind.QUESTION, "waiting": True, "replies_count": 0},
    "current": {"state": State.CURRENT},
    "due": {"state": State.REVIEW_DUE},
    "outdated": {"state": State.OUTDATED},
    "superseded": {"state": State.SUPERSEDED},
    "retired": {"state": State.RETIRED},
}
STATES = frozenset(_STATES)
_FEW = frozenset({"open", "unanswered", "current", "due", "outdated", "superseded", "retired"})
"""States that few items are in."""


@dataclass(frozen=True, slots=True)
class Reader:
    """Who looks: what they may read, by the path to a room, and their number."""

    reads: Callable[[str], Q]
    id: int


def reader(viewer: Viewer) -> Reader:
    """For a query of this viewer alone."""
    return Reader(partial(reading, viewer), viewer.id)


def any_reader(p: Parameters, person: str) -> Reader:
    """For a prepared query, which is run with `**as_reader(viewer)`; and with `person`, unless that is empty."""
    return Reader(partial(reading_as, p), p(person) if person else 0)


def items(by: Reader, wanted: Wanted, path: str = "") -> Q:
    """What of a search is about items: live ones that the viewer may read, and its filters. `path` leads from the
    filtered table to the item.
    """
    at = f"{path}__" if path else ""
    return by.reads(f"{at}room") & Q(**{f"{at}deleted_at": None}) & _broad(wanted, at) & _narrow(by.id, wanted, at)


def _broad(wanted: Wanted, at: str) -> Q:
    """Filters that may leave a great part of all items."""
    rule = Q()
    if wanted.community_ids:
        rule &= Q(**{f"{at}community_id__in": wanted.community_ids}) | Q(**{f"{at}room_id__in": wanted.room_ids})
    if wanted.kinds:
        rule &= Q(**{f"{at}kind__in": wanted.kinds})
    if not _FEW.issuperset(wanted.states):
        rule &= _states(wanted, at)
    return rule


def narrows(wanted: Wanted) -> bool:
    """Whether a filter for posts leaves few of them."""
    rooms = wanted.room_ids and not wanted.community_ids
    states = wanted.states and _FEW.issuperset(wanted.states)
    return bool(rooms or states or wanted.mine or wanted.followed or wanted.tag_slugs or wanted.author_ids)


def _narrow(person_id: int, wanted: Wanted, at: str) -> Q:
    """Filters that leave few of them."""
    rule = Q()
    item = f"{at}id" if not at else f"{at.removesuffix('__')}_id"
    if wanted.room_ids and not wanted.community_ids:
        rule &= Q(**{f"{at}room_id__in": wanted.room_ids})
    if wanted.states and _FEW.issuperset(wanted.states):
        rule &= _states(wanted, at)
    if wanted.mine:
        rule &= Q(**{f"{at}author_id": person_id})
    if wanted.followed:
        rule &= Q(**{f"{item}__in": Follow.objects.filter(person_id=person_id).values("item_id")})
    for slug in wanted.tag_slugs:
        rule &= Q(**{f"{item}__in": ItemTag.objects.filter(tag__slug=slug).values("item_id")})
    return rule


def _states(wanted: Wanted, at: str) -> Q:
    among = Q(pk__in=[])
    for state in wanted.states:
        if state in _STATES:
            among |= Q(**{f"{at}{name}": value for name, value in _STATES[state].items()})
    return among


def posts(by: Reader, wanted: Wanted) -> QuerySet[PostWords]:
    """The index's rows of posts that the viewer may read, by what is no word. What leaves few posts is asked first
    and once, for it costs much to ask it of each of 50,000 that say a common word.
    """
    found = PostWords.objects.filter(by.reads("post__item__room"), post__deleted_at=None, post__item__deleted_at=None)
    found = found.filter(_broad(wanted, "post__item__"))
    if wanted.before:
        found = found.filter(post__created_at__lt=wanted.before)
    if wanted.after:
        found = found.filter(post__created_at__gte=wanted.after)
    few = _narrow(by.id, wanted, "item__")
    if wanted.author_ids:
        few &= Q(author_id__in=wanted.author_ids)
    if not few:
        return found
    chosen = Post.objects.filter(few).order_by().values("pk")
    return found.alias(number=Plain("post_id", output_field=IntegerField())).filter(number__in=chosen)

"""By what a library can be narrowed, and how many there are of each: counted over what the viewer reads."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.conf.locale import LANG_INFO
from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from lorehall.communities.places import Place
from lorehall.content.models import Item, ItemTag
from lorehall.kernel.db.prepared import Parameters, prepare
from lorehall.library.queries.rows import practices
from lorehall.library.standings import STANDING
from lorehall.practice.models import Level, Shape, State

MOST_TAGS = 12


class Choice(NamedTuple):
    """Something to narrow by: what stands in the address, what it is called, how many there are."""

    value: str
    words: str
    number: int


@dataclass(frozen=True, slots=True)
class Facets:
    """Levels, shapes and languages count what stands; states everything. `all` is how many stand."""

    all: int
    levels: Sequence[Choice]
    states: Sequence[Choice]
    shapes: Sequence[Choice]
    languages: Sequence[Choice]
    unkept: int
    mine: int
    tags: Sequence[Choice] = ()


def _grouped(p: Parameters) -> QuerySet[Item, Any]:
    mine = Count("id", filter=Q(practice__steward_id=p("person")))
    unkept = Count("id", filter=Q(practice__steward_id=None))
    by = ("state", "practice__level", "practice__shape", "practice__language")
    counted = practices(p).order_by().values(*by).annotate(n=Count("id"), mine=mine, unkept=unkept)
    found: QuerySet[Item, Any] = counted.values_list(*by, "n", "mine", "unkept")
    return found


def _tagged(p: Parameters) -> QuerySet[ItemTag, Any]:
    standing = practices(p).filter(pk=OuterRef("item_id"), state__in=STANDING)
    carried = ItemTag.objects.filter(Exists(standing), tag__community_id=p("community"))
    counted = carried.order_by().values("tag__slug", "tag__name").annotate(n=Count("item_id"))
    return counted.order_by("-n", "tag__slug").values_list("tag__slug", "tag__name", "n")[:MOST_TAGS]


_counts = prepare(_grouped)
_tags = prepare(_tagged)


def language_words(code: str) -> str:
    """The language by its own name."""
    known: dict[str, str] = LANG_INFO.get(code, {})
    return known.get("name_local", code)


def facets(place: Place, person_id: int, *, tags: bool = True) -> Facets:
    """One statement, and one for tags."""
    levels, states, shapes, languages = (Counter[str]() for _ in range(4))
    unkept = mine = 0
    for state, level, shape, language, number, own, free in _counts(
        community=place.id, rooms=place.room_ids, person=person_id
    ):
        states[state] += number
        if state not in STANDING:
            continue
        levels[level] += number
        shapes[shape] += number
        languages[language] += number
        unkept, mine = unkept + free, mine + own
    return Facets(
        sum(levels.values()),
        [Choice(one.value, str(one.label), levels[one]) for one in reversed(Level) if levels[one]],
        [Choice(one.value, str(one.label), states[one]) for one in State if states[one]],
        [Choice(one.value, str(one.label), shapes[one]) for one in Shape if shapes[one]],
        [Choice(code, language_words(code), number) for code, number in languages.most_common()],
        unkept,
        mine,
        [Choice(*row) for row in _tags(community=place.id, rooms=place.room_ids)] if tags else (),
    )

"""What is offered while somebody types: titles, tags and people that go on as was typed. Three statements."""

from __future__ import annotations

from functools import cache
from typing import Any

from django.db.models import Q, QuerySet

from lorehall.communities.policy import as_reader, reading_as
from lorehall.content import addresses
from lorehall.content.index import ITEMS
from lorehall.content.models import ItemWords
from lorehall.content.past import PAST
from lorehall.kernel.db.fulltext import Matches, Query
from lorehall.kernel.db.prepared import Parameters, Prepared, prepare
from lorehall.kernel.text import fold, words
from lorehall.kernel.text.words import Term
from lorehall.people.viewer import Viewer
from lorehall.search.queries.named import members, tags
from lorehall.search.queries.shapes import Suggestion, TagFound

LEAST = 2
WEIGHED = 60
"""The newest titles that match are weighed, however many there are."""
MOST_WORDS = 12
_FIELDS = ("item_id", "item__title", "item__slug", "item__kind", "item__state", "item__community__name")


def suggest(viewer: Viewer, typed: str, *, community_id: int | None = None, size: int = 8) -> list[Suggestion]:
    """At most `size`, titles first; some room is kept for tags and people where they match."""
    if len(typed.strip()) < LEAST:
        return []
    named = [Suggestion("tag", one.name, one.url, one.community_name) for one in _tags(viewer, typed, community_id)]
    known = members(viewer, typed, size=2, community_id=community_id)
    named += [Suggestion("person", one.name, one.url, one.about) for one in known]
    titles = _titles(viewer, typed, community_id)
    return [*titles[: max(1, size - len(named))], *named][:size]


def _tags(viewer: Viewer, typed: str, community_id: int | None) -> list[TagFound]:
    return tags(viewer, typed, community_ids=[community_id] if community_id else (), size=2)


def _titles(viewer: Viewer, typed: str, community_id: int | None) -> list[Suggestion]:
    said = [part for span in words.spans(typed[:200], "") for part in span.parts][:MOST_WORDS]
    if not said:
        return []
    *whole, begun = said
    if typed[-1].isspace():
        whole, begun = said, ""
    asked = tuple(Term(((word,),)) for word in whole)
    query = Query(ITEMS, all_of=asked, begins=begun, columns=("typed",))
    given = {"community": community_id} if community_id else {}
    rows = _matching(bool(community_id))(says=query.text(), **given, **as_reader(viewer))
    start = fold(typed.strip())
    weighed = sorted(rows, key=lambda row: (not fold(row[1]).startswith(start), row[4] != "confirmed", -row[0]))
    return [
        Suggestion(kind, title, addresses.of_item(kind, item, slug), community)
        for item, title, slug, kind, _state, community in weighed
    ]


@cache
def _matching(placed: bool) -> Prepared:
    return prepare(lambda p: _query(p, placed=placed))


def _query(p: Parameters, *, placed: bool) -> QuerySet[Any, Any]:
    found = ItemWords.objects.filter(Matches(ITEMS, p.text("says"))).filter(
        ~Q(item__state__in=PAST), reading_as(p, "item__room"), item__deleted_at=None
    )
    if placed:
        found = found.filter(item__community_id=p("community"))
    return found.order_by("-item_id").values_list(*_FIELDS)[:WEIGHED]

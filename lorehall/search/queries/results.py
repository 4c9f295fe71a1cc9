"""The search page as values ready to print. At most seven statements beside the frame: a place, a person and tags by
name, then what `find` asks; people and tags are only looked for where none was named.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from lorehall.communities.places import Place
from lorehall.people.viewer import Viewer
from lorehall.questions.queries.steps import chip
from lorehall.search.addresses import of_search
from lorehall.search.explain import Remark, operators, remarks
from lorehall.search.filters import Chip, Filters, filters
from lorehall.search.forms import Typed
from lorehall.search.queries.found import find, people, tags
from lorehall.search.queries.shapes import Found, Hit, PersonFound, TagFound
from lorehall.search.queries.understand import Understood, understand
from lorehall.search.syntax import Asked
from lorehall.search.wanted import Wanted

EMPTY = Found([])


class Row(NamedTuple):
    """A hit, and what its chip says beyond the state's own word."""

    hit: Hit
    chip: str


@dataclass(frozen=True, slots=True)
class Results:
    """`begun` is False while nothing was asked for. `older` leads to the next page; `first` is the first one's
    address on the others; `wider` are searches that ask for less, offered where nothing was found.
    """

    begun: bool
    found: Found
    rows: Sequence[Row]
    place: Place | None
    remarks: Sequence[Remark]
    filters: Filters
    people: Sequence[PersonFound]
    tags: Sequence[TagFound]
    older: str
    first: str
    wider: Sequence[Chip]
    words: str
    help: Sequence[tuple[str, str]]

    @property
    def nothing(self) -> bool:
        """Words were looked for and nothing was found; not said of a page past the first."""
        return self.begun and bool(self.words) and not self.found.hits and not self.first


def results(viewer: Viewer, typed: Typed) -> Results:
    """What the viewer finds."""
    asked = typed.read.asked
    understood = understand(viewer, asked, typed.sort)
    begun = bool(asked.text or asked.filters)
    wanted = _in_language(understood, viewer)
    found = find(viewer, wanted, after=typed.after) if begun else EMPTY
    chosen = filters(asked, typed.sort, viewer, understood, found)
    first = bool(asked.text) and not typed.after
    return Results(
        begun=begun,
        found=found,
        rows=[Row(hit, chip(hit.state, hit.asked_at)) for hit in found.hits],
        place=understood.place,
        remarks=remarks(typed.read, understood),
        filters=chosen,
        people=people(viewer, asked.text) if first and not asked.authors else (),
        tags=_tags(viewer, asked, understood) if first and not asked.tags else (),
        older=of_search(asked, sort=typed.sort, after=found.after) if found.after else "",
        first=of_search(asked, sort=typed.sort) if typed.after else "",
        wider=chosen.chips if not found.hits else (),
        words=asked.text,
        help=operators(),
    )


def _tags(viewer: Viewer, asked: Asked, understood: Understood) -> list[TagFound]:
    return tags(viewer, asked.text, community_ids=[one.id for one in understood.places])


def _in_language(understood: Understood, viewer: Viewer) -> Wanted:
    language = understood.place.language if understood.place else viewer.language
    return replace(understood.wanted, language=language or "en")

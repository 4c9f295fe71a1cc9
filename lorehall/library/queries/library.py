"""The library page: the map with its collections, or a list by what somebody chose."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, NamedTuple
from urllib.parse import urlencode

from lorehall.communities.places import Place
from lorehall.kernel.ui.words import word as _
from lorehall.library.queries.collected import Course, Page, courses, pages_of
from lorehall.library.queries.facets import Choice, Facets, facets, language_words
from lorehall.library.queries.rows import Shelf, Sieve, shelf
from lorehall.library.queries.topics import Map, topic_map
from lorehall.people.viewer import Viewer
from lorehall.practice.models import Level, Shape, State

LISTS = ("newest", "used", "evidence", "review")
_LONGEST = 60


class Link(NamedTuple):
    """Something to choose or, `chosen`, to take away again."""

    words: str
    url: str
    number: int
    chosen: bool


@dataclass(frozen=True, slots=True)
class Group:
    """Ways to narrow by one thing."""

    words: str
    links: Sequence[Link]


@dataclass(frozen=True, slots=True)
class Start:
    """The starter set, for a newcomer."""

    course: Course
    pages: Sequence[Page]


@dataclass(frozen=True, slots=True)
class LibraryPage:
    """`map` and `courses` on the first page, `shelf` on a list. `query` is what the pager's addresses repeat."""

    show: str
    facets: Facets
    groups: Sequence[Group]
    chosen: Sequence[Link]
    query: str
    shelf: Shelf | None = None
    map: Map | None = None
    courses: Sequence[Course] = ()
    start: Start | None = None
    unplaced: int = 0


def chosen_of(asked: Mapping[str, str]) -> tuple[str, Sieve]:
    """Which list an address asks for, and through which sieve; what makes no sense is left out."""

    def among(name: str, known: Sequence[str]) -> str:
        value = asked.get(name, "")
        return value if value in known else ""

    def words(name: str) -> str:
        return asked.get(name, "").replace("\0", "")[:_LONGEST]

    sieve = Sieve(
        level=among("level", Level.values),
        state=among("state", [*State.values, "any"]),
        shape=among("shape", Shape.values),
        language=words("language"),
        tag=words("tag"),
        keeper=among("keeper", ("none", "me")),
        placed=False if asked.get("placed") == "no" else None,
    )
    show = among("show", LISTS)
    return (show or ("" if sieve.anything else "newest")), sieve


def library(viewer: Viewer, place: Place, asked: Mapping[str, str]) -> LibraryPage:
    """Five statements at most, and one more for a newcomer."""
    show, sieve = chosen_of(asked)
    counted = facets(place, viewer.id)
    found = LibraryPage(
        show=show,
        facets=counted,
        groups=_groups(place, counted, show, sieve, viewer),
        chosen=_chosen(place, show, sieve),
        query=_query(show, sieve),
    )
    if show:
        at = {"after": asked.get("after"), "before": asked.get("before")}
        return replace(found, shelf=shelf(viewer, place, sieve, show, **at))
    map_, all_courses = topic_map(place), courses(viewer, place)
    start = _start(viewer, place, all_courses)
    return replace(
        found,
        map=map_,
        start=start,
        courses=[course for course in all_courses if start is None or course is not start.course],
        unplaced=counted.all - map_.placed if place.keeps else 0,
    )


def _start(viewer: Viewer, place: Place, found: Sequence[Course]) -> Start | None:
    """For who is new and not through with it."""
    for course in found:
        if course.for_newcomer and course.done < course.pages:
            return Start(course, pages_of(viewer, place, course.id))
    return None


def _query(show: str, sieve: Sieve) -> str:
    parts = {"show": show, "level": sieve.level, "state": sieve.state, "shape": sieve.shape}
    parts |= {"language": sieve.language, "tag": sieve.tag, "keeper": sieve.keeper}
    parts["placed"] = "no" if sieve.placed is False else ""
    return urlencode({name: value for name, value in parts.items() if value})


def _url(place: Place, show: str, sieve: Sieve) -> str:
    query = _query(show, sieve)
    return f"/c/{place.slug}/practice?{query}" if query else f"/c/{place.slug}/practice"


def _groups(place: Place, found: Facets, show: str, sieve: Sieve, viewer: Viewer) -> list[Group]:
    on = show or "newest"

    def links(name: str, choices: Sequence[Choice]) -> list[Link]:
        held = getattr(sieve, name)

        def with_(value: str) -> str:
            given: dict[str, Any] = {name: "" if held == value else value}
            return _url(place, on, replace(sieve, **given))

        return [Link(one.words, with_(one.value), one.number, held == one.value) for one in choices]

    kept = [Choice("none", _("Needs a steward"), found.unkept)] if found.unkept else []
    if found.mine and viewer.signed_in:
        kept.append(Choice("me", _("Kept by you"), found.mine))
    groups = [
        Group(_("By evidence"), links("level", found.levels)),
        Group(_("By state of review"), [*links("state", found.states), *links("keeper", kept)]),
        Group(_("By tag"), links("tag", found.tags)),
        Group(_("By shape"), links("shape", found.shapes) if len(found.shapes) > 1 else ()),
        Group(_("By language"), links("language", found.languages) if len(found.languages) > 1 else ()),
    ]
    return [group for group in groups if group.links]


def _chosen(place: Place, show: str, sieve: Sieve) -> list[Link]:
    """What the list is narrowed by, each with the list that goes without it."""
    keeper = {"none": _("Needs a steward"), "me": _("Kept by you")}.get(sieve.keeper, "")
    words = {
        "level": str(Level(sieve.level).label) if sieve.level else "",
        "state": _("Any state") if sieve.state == "any" else str(State(sieve.state).label) if sieve.state else "",
        "shape": str(Shape(sieve.shape).label) if sieve.shape else "",
        "language": language_words(sieve.language) if sieve.language else "",
        "tag": sieve.tag,
        "keeper": keeper,
        "placed": _("Not in the map yet") if sieve.placed is False else "",
    }
    empty = Sieve()
    return [
        Link(said, _url(place, show, replace(sieve, **{name: getattr(empty, name)})), 0, True)
        for name, said in words.items()
        if said
    ]

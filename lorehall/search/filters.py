"""The filters of a search as links: what is chosen, what can be taken away, what can be added."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import NamedTuple

from django.utils import timezone

from lorehall.content.models import ItemKind
from lorehall.kernel import clock
from lorehall.kernel.ui.words import word as _
from lorehall.people.viewer import Viewer
from lorehall.search.addresses import of_search
from lorehall.search.queries.shapes import Found
from lorehall.search.queries.understand import Understood
from lorehall.search.syntax import MINE, STATES, Asked

SORTS = ("best", "newest")


class Choice(NamedTuple):
    """One thing to choose."""

    label: str
    url: str
    current: bool


class Chip(NamedTuple):
    """A filter that is set, and where it is taken away."""

    label: str
    url: str


@dataclass(frozen=True, slots=True)
class Menu:
    """Things of which one is chosen; `said` is the one that is."""

    name: str
    said: str
    choices: Sequence[Choice]


@dataclass(frozen=True, slots=True)
class Filters:
    """All that stands between the box and the results."""

    kinds: Sequence[Choice]
    menus: Sequence[Menu]
    chips: Sequence[Chip]


def _plural(kind: str) -> str:
    words = {"question": _("Questions"), "conversation": _("Conversations"), "practice": _("Practice")}
    return words.get(kind, str(ItemKind(kind).label))


def _kinds(asked: Asked, sort: str) -> list[Choice]:
    everything = asked.leaving_out("kind")
    found = [Choice(_("Everything"), of_search(everything, sort=sort), not asked.kinds)]
    for kind in ItemKind.values:
        url = of_search(asked.adding("kind", kind, alone=True), sort=sort)
        found.append(Choice(_plural(kind), url, asked.kinds == (kind,)))
    return found


def _menu(name: str, choices: list[Choice]) -> Menu:
    said = next((choice.label for choice in choices if choice.current), choices[0].label)
    return Menu(name, said, choices)


def state_words() -> dict[str, str]:
    return {
        "open": _("Open"),
        "unanswered": _("Unanswered"),
        "answered": _("Answered"),
        "confirmed": _("Confirmed"),
        "current": _("Current practice"),
        "due": _("Due for review"),
        "outdated": _("Outdated"),
        "superseded": _("Superseded"),
        "retired": _("Retired"),
        "mine": _("Mine"),
        "followed": _("Followed"),
    }


def _states(asked: Asked, sort: str, viewer: Viewer) -> Menu:
    words = state_words()
    offered = [*STATES, *(MINE if viewer.signed_in else ())]
    choices = [Choice(_("Any state"), of_search(asked.leaving_out("is"), sort=sort), not asked.states)]
    for state in offered:
        url = of_search(asked.leaving_out("is").adding("is", state), sort=sort)
        choices.append(Choice(words[state], url, asked.states == (state,)))
    return _menu(_("State"), choices)


def _times(asked: Asked, sort: str) -> Menu:
    ever = asked.leaving_out("after").leaving_out("before")
    choices = [Choice(_("Any time"), of_search(ever, sort=sort), ever == asked)]
    today = timezone.localdate(clock.now())
    spans = (
        (_("Past week"), timedelta(days=7)),
        (_("Past month"), timedelta(days=30)),
        (_("Past year"), timedelta(days=365)),
    )
    for label, span in spans:
        since = (today - span).isoformat()
        current = asked.after == since and not asked.before
        choices.append(Choice(label, of_search(ever.adding("after", since), sort=sort), current))
    menu = _menu(_("Time"), choices)
    chosen = any(choice.current for choice in choices)
    return menu if chosen else Menu(menu.name, _("Chosen time"), choices)


def _wheres(asked: Asked, sort: str, understood: Understood, found: Found) -> Menu:
    choices = [Choice(_("Everywhere"), of_search(asked.leaving_out("in"), sort=sort), not asked.places)]
    near = {one.slug: one.name for one in understood.places}
    near |= {hit.community_slug: hit.community_name for hit in found.hits}
    for slug, name in sorted(near.items(), key=lambda pair: pair[1].casefold())[:12]:
        url = of_search(asked.leaving_out("in").adding("in", slug), sort=sort)
        choices.append(Choice(name, url, asked.places == (slug,)))
    if here := understood.place:
        for room in (room for room in here.rooms if not room.is_first):
            said = f"{here.slug}/{room.slug}"
            url = of_search(asked.leaving_out("in").adding("in", said), sort=sort)
            choices.append(Choice(room.name, url, asked.places == (said,)))
    menu = _menu(_("Where"), choices)
    chosen = any(choice.current for choice in choices)
    return menu if chosen else Menu(menu.name, _("Chosen places"), choices)


def _sorts(asked: Asked, sort: str) -> Menu:
    words = {"best": _("Best first"), "newest": _("Newest first")}
    return _menu(_("Order"), [Choice(words[one], of_search(asked, sort=one), one == sort) for one in SORTS])


def chips(asked: Asked, understood: Understood, sort: str) -> list[Chip]:
    """What is set, each with the search that goes without it."""
    places = {one.slug: one for one in understood.places}
    states = state_words()

    def label(name: str, value: str) -> str:
        if name == "in":
            slug, _slash, room = value.partition("/")
            here = places.get(slug)
            names = [one.name for one in here.rooms if one.slug == room] if here else []
            return _("In %(place)s") % {"place": ", ".join([here.name if here else value, *names])}
        if name == "by":
            return _("By %(name)s") % {"name": understood.names.get(value, value)}
        if name == "is":
            return states[value]
        if name == "kind":
            return _plural(value)
        if name == "tag":
            return _("Tagged %(tag)s") % {"tag": value}
        after = name == "after"
        return (_("From %(day)s on") if after else _("Before %(day)s")) % {"day": value}

    left_out = {(name, said) for _why, name, said in understood.left_out}
    return [
        Chip(label(name, value), of_search(asked.leaving_out(name, value), sort=sort))
        for name, value in asked.filters
        if (name, value) not in left_out
    ]


def filters(asked: Asked, sort: str, viewer: Viewer, understood: Understood, found: Found) -> Filters:
    """All choices for this search."""
    menus = [
        _states(asked, sort, viewer),
        _times(asked, sort),
        _wheres(asked, sort, understood, found),
        _sorts(asked, sort),
    ]
    return Filters(_kinds(asked, sort), menus, chips(asked, understood, sort))

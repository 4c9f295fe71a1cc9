"""What the list below the search box offers, as far as it was typed."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from lorehall.communities.places import place
from lorehall.kernel.errors import Hidden
from lorehall.people.viewer import Viewer
from lorehall.search.filters import state_words
from lorehall.search.queries.found import suggest
from lorehall.search.syntax import LONGEST, OPTIONS, parse

SHORTEST = 2
_OPTION = re.compile(r"(?:^|\s)(is|kind):([a-z]*)$", re.IGNORECASE)


class Offer(NamedTuple):
    """`url` leads there; where it is empty, `fill` goes into the box instead."""

    kind: str
    label: str
    detail: str
    url: str
    fill: str


def offers(viewer: Viewer, typed: str, here: str) -> Sequence[Offer]:
    """Offers for what was typed so far; `here` is the slug of the community that the box stands in, or empty."""
    typed = typed.replace("\0", " ")[:LONGEST]
    if option := _OPTION.search(typed):
        return _options(typed[: option.start(1)], option[1].lower(), option[2].lower())
    asked = parse(typed).asked
    if len(asked.text) < SHORTEST:
        return ()
    community = _community(viewer, asked.places, here)
    found = suggest(viewer, asked.text, community_id=community)
    # Where all are of one community nobody needs its name beside each.
    named = community is None
    return [
        Offer(one.kind, one.label, one.detail if named or one.kind == "person" else "", one.url, "") for one in found
    ]


def _community(viewer: Viewer, places: Sequence[str], here: str) -> int | None:
    slug = (places[0] if places else here).partition("/")[0]
    if not slug:
        return None
    try:
        return place(viewer, slug=slug).id
    except Hidden:
        return None


def _options(before: str, name: str, begun: str) -> list[Offer]:
    words = state_words()
    offered = [value for value in OPTIONS[name] if value.startswith(begun)]
    return [
        Offer("filter", f"{name}:{value}", words.get(value, ""), "", f"{before}{name}:{value} ") for value in offered
    ]

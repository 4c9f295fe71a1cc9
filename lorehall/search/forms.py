"""The shape of what is typed into the search box."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import QueryDict

from lorehall.search.filters import SORTS
from lorehall.search.syntax import LONGEST, Read, parse


@dataclass(frozen=True, slots=True)
class Typed:
    """A search as the address says it. A form that never refuses: what can't be read is explained instead."""

    text: str
    read: Read
    sort: str
    after: str | None

    @property
    def again(self) -> str:
        """What stands in the box."""
        return self.text[:LONGEST]


def typed(query: QueryDict) -> Typed:
    """`q`, `sort` and `after`; `in` is the place that the box in the top bar stands in, unless the text names one."""
    text = query.get("q", "").replace("\0", " ").strip()
    read = parse(text)
    here = query.get("in", "")
    if here and not read.asked.places:
        read.asked = read.asked.adding("in", here.casefold()[:60])
        text = f"{text} in:{here}".strip()
    sort = query.get("sort", "best")
    return Typed(text, read, sort if sort in SORTS else "best", query.get("after") or None)

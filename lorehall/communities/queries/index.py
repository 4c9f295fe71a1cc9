"""The communities that one may know of. Budget: 2 statements."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Q

from lorehall.communities.models import Joining, Role, Stage, Visibility
from lorehall.communities.policy import knowable
from lorehall.communities.queries.keys import PAGE, cut, key, parse
from lorehall.people.viewer import Viewer

_FIELDS = ("id", "slug", "name", "summary", "hue", "visibility", "joining", "stage", "members_count")


@dataclass(frozen=True, slots=True)
class CommunityRow:
    """A community in a list. `role` is the viewer's, None outside."""

    id: int
    slug: str
    name: str
    summary: str
    hue: int
    visibility: str
    joining: str
    stage: str
    members: int
    role: str | None

    @property
    def role_label(self) -> str:
        return str(Role(self.role).label) if self.role else ""

    @property
    def readers(self) -> str:
        return str(Visibility(self.visibility).label)

    @property
    def way_in(self) -> str:
        return str(Joining(self.joining).label)

    @property
    def is_closed(self) -> bool:
        return self.stage == Stage.CLOSED


@dataclass(frozen=True, slots=True)
class Index:
    """The viewer's own (on the first page), then one page of the others; `older` is the next page's key or empty."""

    mine: list[CommunityRow]
    others: list[CommunityRow]
    older: str
    first: bool


def index(viewer: Viewer, *, after: str = "") -> Index:
    """One page, by name; raises `Hidden` for a key that is none."""
    known = knowable(viewer).order_by("name", "id")
    own = list(viewer.memberships)
    mine: Iterable[Any] = known.filter(id__in=own).values_list(*_FIELDS) if own and not after else ()
    others = known.exclude(id__in=own).exclude(stage=Stage.CLOSED)
    if after:
        number, name = parse(after)
        others = others.filter(Q(name__gt=name) | Q(name=name, id__gt=number))
    found: list[Any] = list(others.values_list(*_FIELDS)[: PAGE + 1])
    rows, more = cut(found)
    return Index(
        mine=[CommunityRow(*(*row, viewer.memberships.get(row[0]))) for row in mine],
        others=[CommunityRow(*(*row, None)) for row in rows],
        older=key(rows[-1][0], rows[-1][2]) if more else "",
        first=not after,
    )

"""What stands around every page: top bar, rail, bottom bar and footer, as plain values ready to print."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from django.http import HttpRequest
from django.utils.translation import gettext as _

from lorehall.kernel.ui import slots


class Reader(Protocol):
    """The part of a viewer that the frame prints."""

    @property
    def person_id(self) -> int | None: ...
    @property
    def name(self) -> str: ...
    @property
    def handle(self) -> str: ...
    @property
    def photo(self) -> str: ...
    @property
    def hue(self) -> int: ...
    @property
    def timezone(self) -> str: ...
    @property
    def language(self) -> str: ...
    @property
    def theme(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Action:
    """Something that one can do from the frame. `post` makes it a form instead of a link."""

    label: str
    url: str
    icon: str | None = None
    post: bool = False


@dataclass(frozen=True, slots=True)
class Entry:
    """A place in the rail or the bottom bar. `count` is text: "3 open", "12", "private"."""

    key: str
    label: str
    url: str
    icon: str | None = None
    count: str | None = None
    current: bool = False


@dataclass(frozen=True, slots=True)
class Section:
    """Entries below a label; the first section has none."""

    label: str | None
    entries: Sequence[Entry]


@dataclass(frozen=True, slots=True)
class PlaceHead:
    """The community one stands in. `mark` is a word such as "secret" or "listed"."""

    name: str
    summary: str
    url: str
    hue: int
    mark: str | None = None


@dataclass(frozen=True, slots=True)
class Scope:
    """The place that the search box looks in, unless one says otherwise."""

    slug: str
    name: str


@dataclass(frozen=True, slots=True)
class Shell:
    """The whole frame. `account` is the person's menu; `visitor` the links in its stead while signed out."""

    site_name: str
    viewer: Reader | None = None
    place: PlaceHead | None = None
    sections: Sequence[Section] = ()
    primary: Action | None = None
    search_url: str | None = None
    search_scope: Scope | None = None
    account: Sequence[Action] = ()
    visitor: Sequence[Action] = ()
    bottom: Sequence[Entry] = ()
    footer: Sequence[Action] = ()

    @property
    def signed_in(self) -> bool:
        return self.viewer is not None and self.viewer.person_id is not None

    @property
    def language(self) -> str:
        return (self.viewer.language if self.viewer else "") or "en"

    @property
    def theme(self) -> str:
        return (self.viewer.theme if self.viewer else "") or "auto"

    @property
    def hue(self) -> int:
        """The hue of the place, or the house's own."""
        return self.place.hue if self.place else 18


def minimal(request: HttpRequest, place: Any = None, current: str = "") -> Shell:
    """The frame while no house has filled the slot: a name, and the place if it is one already."""
    viewer: Reader | None = getattr(request, "viewer", None)
    return Shell(
        site_name="Lorehall",
        viewer=viewer,
        place=place if isinstance(place, PlaceHead) else None,
        sections=(Section(None, (Entry("home", _("Home"), "/", "house", current=current == "home"),)),),
    )


def shell_for(request: HttpRequest, place: Any = None, current: str = "") -> Shell:
    """The frame for this request, from the slot "shell". May run queries: call it before rendering."""
    builder = slots.filled("shell") or minimal
    shell: Shell = builder(request, place, current)
    return shell

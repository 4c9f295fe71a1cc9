"""What a practice's page prints. Plain values: nothing here asks the database."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, NamedTuple

from django.conf.locale import LANG_INFO
from markupsafe import Markup

from lorehall.communities.places import Place, RoomHead
from lorehall.content.queries.listing import TagName
from lorehall.content.queries.sources import Author as Person
from lorehall.content.queries.sources import Origin, Source
from lorehall.kernel.policy import Denial
from lorehall.kernel.ui.drafting import NOTHING, Begun
from lorehall.practice.models import Shape, State
from lorehall.practice.panels import Panel
from lorehall.practice.queries.columns import Row
from lorehall.practice.queries.head import Face, Head, Pointer
from lorehall.reading.queries.reader import Reader


class PostRights(NamedTuple):
    """What the viewer may do with a post. `edit` of an opening is revising the practice."""

    edit: bool
    delete: bool
    restore: bool
    useful: bool
    read: bool


@dataclass(slots=True)
class Said:
    """The opening, a reply or a note of dissent. `html` is empty where the text is not for this viewer."""

    id: int
    number: int
    role: str
    author: Face
    html: Markup
    created_at: datetime
    edited_at: datetime | None
    revisions: int
    useful: int
    useful_mine: bool
    deleted: bool
    rights: PostRights
    section: str = ""
    """The section that a note of dissent stands beside; "" for the whole page."""
    settled_at: datetime | None = None
    settled_by: str = ""
    placed: bool = False
    """It stands in the text already."""
    origin: Origin | None = None

    @property
    def url(self) -> str:
        return f"/p/{self.id}"


class Rights(NamedTuple):
    """What the viewer may do with the practice. `discuss` is None where they may reply, or says why not."""

    discuss: Denial | None
    revise: bool
    suggest: bool
    keep: bool
    follow: bool
    retag: bool
    move: bool
    lock: bool
    moves: tuple[State, ...]


class Line(NamedTuple):
    """A line of the table of contents."""

    id: str
    title: str
    deep: bool


class Near(NamedTuple):
    """Another item that this one is tied to. `why` is "links", "linked", "close", "replaces", "language"."""

    id: int
    title: str
    url: str
    kind: str
    language: str = ""

    @property
    def language_words(self) -> str:
        """The language by its own name."""
        return str(LANG_INFO.get(self.language, {}).get("name_local", self.language))


@dataclass(frozen=True, slots=True)
class Beside:
    """What stands beside a practice, by one statement."""

    tags: tuple[TagName, ...] = ()
    writers: tuple[Face, ...] = ()
    """Those who wrote versions of it; empty while there is but the first."""
    replaces: tuple[Near, ...] = ()
    languages: tuple[Near, ...] = ()
    links: tuple[Near, ...] = ()
    linked_from: tuple[Near, ...] = ()
    close: tuple[Near, ...] = ()
    """What reads like it, as far as somebody above knows."""
    rows: Mapping[str, Sequence[Row]] = field(default_factory=dict)
    """All of it by what it is, also what higher floors put in."""


class Since(NamedTuple):
    """How many versions came since the reader read it, or used it, and which one that was."""

    versions: int
    number: int


@dataclass(frozen=True, slots=True)
class PracticePage:
    """All of the page."""

    place: Place
    head: Head
    version: int
    version_at: datetime
    opening: Said
    begins_with: str
    """The beginning of its HTML, without what is put into it for the page."""
    toc: Sequence[Line]
    replies: Sequence[Said]
    dissents: Sequence[Said]
    older: int
    """The number behind which the discussion goes on; 0 where that is all of it."""
    begins: bool
    beside: Beside
    sources: Sequence[Source]
    people: Sequence[Person]
    """Whose work it is: who wrote it, and whose words it cites, as far as the reader may know of them."""
    own_credit: str
    """How the reader stands among those whose words it cites: "named", "unnamed", or "" for not at all."""
    rights: Rights
    superseded_by: Pointer | None
    changed_since_read: Since | None = None
    changed_since_used: Since | None = None
    draft: Begun = NOTHING
    reader: Reader | None = None
    new: frozenset[int] = frozenset()
    evidence: Panel | None = None
    uses: Panel | None = None
    library: Panel | None = None
    led_to: Panel | None = None

    @property
    def shape_words(self) -> str:
        return str(Shape(self.head.shape).label)

    @property
    def room(self) -> RoomHead | None:
        """The room, where it is not the one that everything starts in."""
        found = self.place.room_by_id(self.head.room_id)
        return None if found.is_first else found

    @property
    def anything_beside(self) -> bool:
        """Whether the panel of what is related has anything in it."""
        return bool(self.beside.links or self.beside.linked_from or self.beside.close)

    def dissent_at(self, section: str) -> list[Any]:
        """The notes that stand beside one section."""
        return [note for note in self.dissents if note.section == section]

"""The sources of a practice, as one reader may know of them: one statement.

What may be said is decided when the page is printed, because a source may have moved since it was cited, or been
deleted, or its community may have closed its doors.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from django.db.models import CharField, QuerySet, Value
from django.utils.translation import gettext_lazy as _

from lorehall.communities.policy import coordinates, may_read
from lorehall.content import addresses
from lorehall.content.models import Citation, PostRole
from lorehall.kernel.db.prepared import Parameters, prepare
from lorehall.kernel.ui import slots
from lorehall.people.viewer import Viewer

MARKS = "source_marks"
"""The slot by which higher floors say more of a source. It is called once, without arguments, and gives expressions
over `Citation`: `confirmed` (the post is the confirmed answer), `unnamed` (its author asked not to be named),
`given_by` (who gave an answer elsewhere that its author wrote down, or null).
"""


class Author(NamedTuple):
    """Whose words a source is. `url` is "" for visitors, who read names and no profiles."""

    id: int
    name: str
    handle: str
    photo: str
    hue: int
    url: str


class Origin(NamedTuple):
    """Where an imported post comes from. `url` is "" unless a browser opens it as a page."""

    source: str
    url: str
    licence: str


@dataclass(frozen=True, slots=True)
class Source:
    """One source. Of one that is `hidden` from the reader nothing else is said. One that is `gone` was deleted: only
    who may still see where it stood is told its title.
    """

    number: int
    post_id: int
    hidden: bool = False
    gone: bool = False
    kind: str = ""
    """Its post's role; an opening's is the kind of its item."""
    confirmed: bool = False
    author: Author | None = None
    """None where it is hidden, where the author asked not to be named, and where they wrote down another's words."""
    given_by: str = ""
    """Whose words it is, where its author only wrote them down."""
    title: str = ""
    url: str = ""
    written_at: datetime | None = None
    cited_at: datetime | None = None
    cited_url: str = ""
    """The version that was cited, where the post was edited since."""
    origin: Origin | None = None
    own: bool = False
    """The reader wrote it, whether they may still read it or not."""
    unnamed: bool = False
    """The reader wrote it, and asked not to be named."""

    @property
    def note(self) -> str:
        """Its id on the page, to which the text's mark leads."""
        return f"note-c{self.post_id}"

    @property
    def back(self) -> str:
        """The id of the first mark in the text."""
        return f"noteref-c{self.post_id}"

    @property
    def name(self) -> str:
        """Whose words it is; "" where that is not said."""
        return self.author.name if self.author else self.given_by

    @property
    def phrase(self) -> str:
        """What it is, with places for `%(name)s` and `%(title)s`."""
        phrases = _GONE[bool(self.title)] if self.gone else _LIVE.get(self.kind, _SAID)
        return str(_HIDDEN if self.hidden else phrases[0 if self.name else 1])


_HIDDEN = _("A source that you may not read")
_SAID = (_("%(name)s in “%(title)s”"), _("A post in “%(title)s”"))
_LIVE: Mapping[str, tuple[Any, Any]] = {
    "question": (_("%(name)s’s question “%(title)s”"), _("The question “%(title)s”")),
    "answer": (_("%(name)s’s answer to “%(title)s”"), _("An answer to “%(title)s”")),
    "practice": (_("The practice “%(title)s”"), _("The practice “%(title)s”")),
    "report": (_("%(name)s’s report of use of “%(title)s”"), _("A report of use of “%(title)s”")),
    "dissent": (_("%(name)s’s dissent on “%(title)s”"), _("A dissent on “%(title)s”")),
}
_GONE: Mapping[bool, tuple[Any, Any]] = {
    True: (_("A post by %(name)s in “%(title)s” that was deleted"), _("A post in “%(title)s” that was deleted")),
    False: (_("A post by %(name)s that was deleted"), _("A post that was deleted")),
}


class _Room(NamedTuple):
    id: int
    community_id: int
    access: str
    public: bool


class _Row(NamedTuple):
    """What the statement reads of a citation, its post, and where that stands."""

    post_id: int
    number: int
    revision: int
    cited_at: datetime
    role: str
    post_number: int
    written_at: datetime
    revisions: int
    deleted_at: datetime | None
    item_id: int
    kind: str
    title: str
    slug: str
    item_author_id: int
    item_deleted_at: datetime | None
    room_id: int
    community_id: int
    access: str
    public: bool
    author_id: int
    name: str
    handle: str
    photo: str
    hue: int
    origin: str | None
    origin_url: str | None
    licence: str | None
    confirmed: bool
    unnamed: bool
    given_by: str | None


_POST = ("role", "number", "created_at", "revisions_count", "deleted_at", "item_id")
_ITEM = ("kind", "title", "slug", "author_id", "deleted_at", "room_id", "community_id", "room__access", "room__public")
_AUTHOR = ("author_id", "author__name", "author__handle", "author__photo", "author__hue")
_ORIGIN = ("origin__source", "origin__url", "origin__licence")
_FIELDS = (
    "post_id",
    "number",
    "revision",
    "at",
    *(f"post__{name}" for name in _POST),
    *(f"post__item__{name}" for name in _ITEM),
    *(f"post__{name}" for name in (*_AUTHOR, *_ORIGIN)),
)


def _marks() -> dict[str, Any]:
    builder: Callable[[], Mapping[str, Any]] | None = slots.filled(MARKS)
    none = {"confirmed": Value(False), "unnamed": Value(False), "given_by": Value("", output_field=CharField())}
    return {**none, **(builder() if builder else {})}


def _of_item(p: Parameters) -> QuerySet[Citation, tuple[Any, ...]]:
    rows = Citation.objects.filter(item_id=p("item"), gone_at=None).order_by("number")
    return rows.annotate(**_marks()).values_list(*_FIELDS, "confirmed", "unnamed", "given_by")


_read = prepare(_of_item)


def sources(viewer: Viewer, item_id: int) -> list[Source]:
    """The sources in their order, as the text numbers them. For who may see the item. One statement."""
    return [_source(_Row(*row), viewer) for row in _read(item=item_id)]


def credited(found: Iterable[Source]) -> tuple[Author, ...]:
    """Whose words these are, once each: those whom the reader may know of and who did not ask to be left out."""
    return tuple({source.author.id: source.author for source in found if source.author}.values())


def own_credit(found: Iterable[Source]) -> str:
    """How the reader stands among them: "named", "unnamed", or "" for not at all."""
    own = [source for source in found if source.own]
    return ("unnamed" if own[0].unnamed else "named") if own else ""


def _source(row: _Row, viewer: Viewer) -> Source:
    own = viewer.person_id is not None and row.author_id == viewer.person_id
    unnamed = own and bool(row.unnamed)
    if not may_read(viewer, _Room(row.room_id, row.community_id, row.access, row.public)):
        return Source(row.number, row.post_id, hidden=True, own=own, unnamed=unnamed)
    gone = row.deleted_at is not None or row.item_deleted_at is not None
    seen = _sees_item(row, viewer)
    edited = not gone and max(1, row.revisions) > row.revision
    return Source(
        number=row.number,
        post_id=row.post_id,
        gone=gone,
        kind=row.kind if row.role == PostRole.OPENING else row.role,
        confirmed=bool(row.confirmed) and not gone,
        author=None if row.unnamed or row.given_by else _author(row, viewer),
        given_by=row.given_by or "",
        title=row.title if seen else "",
        url=addresses.of_post(row.kind, row.item_id, row.slug, row.post_id, row.post_number) if seen else "",
        written_at=row.written_at,
        cited_at=row.cited_at,
        cited_url=f"/p/{row.post_id}/revisions/{row.revision}" if edited else "",
        origin=Origin(row.origin, _web(row.origin_url), row.licence or "") if row.origin else None,
        own=own,
        unnamed=unnamed,
    )


def _sees_item(row: _Row, viewer: Viewer) -> bool:
    """`may_see` of the item that the source stands in, for who may read its room."""
    if row.item_deleted_at is None:
        return True
    if row.community_id not in viewer.memberships:
        return False
    return row.item_author_id == viewer.person_id or coordinates(viewer, row.community_id)


def _author(row: _Row, viewer: Viewer) -> Author:
    url = f"/people/{row.handle}" if viewer.signed_in else ""
    return Author(row.author_id, row.name, row.handle, row.photo, row.hue, url)


def _web(url: str | None) -> str:
    return url if url and url.startswith(("https://", "http://")) else ""

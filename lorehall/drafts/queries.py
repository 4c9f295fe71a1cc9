"""Read models of drafts. Beginning with one: one statement. The list of them: at most four."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from django.db.models import OuterRef, Subquery

from lorehall.communities.models import Community
from lorehall.content.models import Post
from lorehall.content.policy import visible
from lorehall.drafts.fields import text_of
from lorehall.drafts.kinds import KINDS, address
from lorehall.drafts.models import Draft
from lorehall.drafts.rules import MOST
from lorehall.drafts.tickets import Ticket
from lorehall.kernel.db.prepared import prepare
from lorehall.kernel.errors import Hidden
from lorehall.kernel.text import excerpt, plain
from lorehall.people.viewer import Viewer

_STANDING = ("id", "fields", "version", "saved_at", "device")
_UPLOADS = "/files/"
_LOOKED_AT = 2_000
"""Characters of a draft that are read for the words it begins with."""


class Standing(NamedTuple):
    """A draft as its form goes on with it."""

    id: int
    fields: dict[str, list[str]]
    version: int
    saved_at: datetime
    device: str


_standing = prepare(
    lambda p: Draft.objects.filter(
        person_id=p("person"), verb=p.text("verb"), target=p("target"), number=p("number")
    ).values_list(*_STANDING)
)


def standing(ticket: Ticket) -> Standing | None:
    """The draft that a ticket names, if it stands."""
    rows = _standing(person=ticket.person_id, verb=ticket.verb, target=ticket.target, number=ticket.number)
    return Standing(*rows[0]) if rows else None


def begun(verb: str, person: Any, target: str = "pk") -> Subquery:
    """Whether a draft stands: its id, for the statement of a page that has the form on it. `target` is the path to what
    the form is about.
    """
    drafts = Draft.objects.filter(person_id=person, verb=verb, target=OuterRef(target), number=0)
    return Subquery(drafts.values("id"))


@dataclass(frozen=True, slots=True)
class Row:
    """A draft in the list. `about` and `url` are empty where the writer may no longer see what it belongs to."""

    id: int
    title: str
    words: Any
    about: str
    url: str
    saved_at: datetime
    device: str
    thrown: bool


def own_drafts(viewer: Viewer) -> list[Row]:
    """All of the viewer's drafts, the latest first; those thrown away lately behind them."""
    drafts = list(Draft.objects.filter(person_id=viewer.id).order_by("-saved_at", "-id")[: 2 * MOST])
    known = _Known(viewer, drafts)
    rows = [_row(draft, known) for draft in drafts]
    return sorted(rows, key=lambda row: row.thrown)


def own_draft(viewer: Viewer, draft_id: int) -> tuple[Row, str]:
    """One draft, and all that is written in it; raises `Hidden` for what is not the viewer's."""
    draft = Draft.objects.filter(pk=draft_id, person_id=viewer.id).first()
    if draft is None:
        raise Hidden
    return _row(draft, _Known(viewer, [draft])), text_of(draft.fields)


def where(viewer: Viewer, ticket: Ticket) -> str:
    """Where the form of a draft stands; "" where the viewer may not go any more."""
    draft = Draft(verb=ticket.verb, target=ticket.target, number=ticket.number, fields={})
    return _where(draft, _Known(viewer, [draft]))[1]


def _row(draft: Draft, known: _Known) -> Row:
    about, url = _where(draft, known)
    text = text_of(draft.fields)
    title = next((value for value in draft.fields.get("title", ()) if value.strip()), "") or excerpt(
        plain(text[:_LOOKED_AT]), 90
    )
    return Row(
        id=draft.pk,
        title=title,
        words=KINDS[draft.verb].words if draft.verb in KINDS else "",
        about=about,
        url=url,
        saved_at=draft.saved_at,
        device=draft.device,
        thrown=draft.thrown_at is not None,
    )


class _Known:
    """What the viewer may see of what their drafts belong to: at most three statements."""

    def __init__(self, viewer: Viewer, drafts: Sequence[Draft]) -> None:
        self.communities = self._communities(viewer, _targets(drafts, "community"))
        posts = _targets(drafts, "post")
        seen = visible(viewer, deleted=True)
        self.posts: Mapping[int, int] = (
            dict(Post.objects.filter(pk__in=posts, item__in=seen).values_list("id", "item_id")) if posts else {}
        )
        items = {*_targets(drafts, "item"), *self.posts.values()}
        columns = ("id", "title", "slug", "last_number")
        rows = seen.filter(pk__in=items).values_list(*columns) if items else ()
        self.items = {row[0]: row for row in rows}

    @staticmethod
    def _communities(viewer: Viewer, ids: set[int]) -> Mapping[int, tuple[str, str]]:
        mine = ids & set(viewer.memberships)
        found = Community.objects.filter(pk__in=mine).values_list("id", "name", "slug") if mine else ()
        return {key: (name, slug) for key, name, slug in found}


def _targets(drafts: Iterable[Draft], of: str) -> set[int]:
    return {draft.target for draft in drafts if draft.verb in KINDS and KINDS[draft.verb].of == of}


def _where(draft: Draft, known: _Known) -> tuple[str, str]:
    kind = KINDS.get(draft.verb)
    if kind is None:
        return "", ""
    if kind.of == "community":
        found = known.communities.get(draft.target)
        return (found[0], address(kind, draft.target, number=draft.number, slug=found[1])) if found else ("", "")
    item = known.items.get(draft.target if kind.of == "item" else known.posts.get(draft.target, 0))
    if item is None:
        return "", ""
    _, title, slug, last = item
    return title, address(kind, draft.target, number=draft.number, slug=slug, last=last)


def uploads_named() -> Iterator[str]:
    """What living drafts say where they name an upload, for whoever sweeps up uploads that nothing names."""
    drafts = Draft.objects.filter(fields__icontains=_UPLOADS).values_list("fields", flat=True)
    for fields in drafts.iterator():
        yield text_of(fields)

"""Posts and whole threads as Markdown, to take along: who wrote it, when, where it stands, under which licence.

A post costs two statements; a thread three, and what its kind adds.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from typing import Any, NamedTuple

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lorehall.content import addresses
from lorehall.content.find import find_item, find_post
from lorehall.content.models import Format, Item, ItemKind, Origin, Post, PostRole
from lorehall.content.policy import may_read_text
from lorehall.content.queries.listing import tags_of
from lorehall.kernel.errors import Forbidden
from lorehall.kernel.text import html_to_markdown
from lorehall.kernel.ui import slots
from lorehall.people.viewer import Viewer

SLOT = "beside_item"


class Beside(NamedTuple):
    """What a kind of item knows beside its posts: parts that follow the opening (heading, source), and words about
    single posts, by their id. Of a practice it is the notes that its marks lead to: its sources, as far as the viewer
    may know of them; they go with its text wherever that is copied. The house fills the slot with
    `builder(viewer, kind, item_id)`.
    """

    parts: Iterable[tuple[str, str]] = ()
    marks: Mapping[int, str] = {}
    notes: str = ""


_FIELDS = (
    "id",
    "number",
    "role",
    "parent_id",
    "source",
    "format",
    "created_at",
    "author__name",
    "deleted_at",
    "origin__source",
    "origin__url",
    "origin__licence",
)


def post_markdown(viewer: Viewer, post_id: int) -> str:
    """The text of a post as it was written, and a line that says whose it is. Raises `Hidden`, or `Forbidden` for a
    deleted text.
    """
    post = find_post(post_id, viewer)
    if not may_read_text(viewer, post):
        raise Forbidden("deleted", _("This was deleted."))
    name, at = Post.objects.filter(pk=post_id).values_list("author__name", "created_at").get()
    origin = Origin.objects.filter(pk=post_id).values_list("source", "url", "licence").first() or ("", "", "")
    credit = f"— [{inline(name)}]({settings.URL}/p/{post_id}), {_day(at)}{_origin(*origin)}"
    text = _source(post.source, post.format)
    notes = _beside(viewer, post.item).notes if post.number == 1 and post.item.kind == ItemKind.PRACTICE else ""
    return "\n\n".join(part for part in (text, notes, credit) if part) + "\n"


def item_markdown(viewer: Viewer, item_id: int) -> str:
    """The whole thread: the opening, what stands beside it, then the posts in order, replies under what they reply to.
    Deleted texts are left out. Raises `Hidden`.
    """
    item = find_item(item_id, viewer)
    beside = _beside(viewer, item)
    rows = [_Row(*row) for row in Post.objects.filter(item=item).order_by("number").values_list(*_FIELDS)]
    under: dict[int | None, list[_Row]] = {}
    for row in rows:
        under.setdefault(row.parent_id, []).append(row)
    lines = [*_head(item, rows[0])]
    lines += [f"## {heading}\n\n{source.strip()}" for heading, source in beside.parts if source.strip()]
    for row in under.get(None, ()):
        if row.number > 1:
            lines += _post(row, "##", beside)
        for reply in under.get(row.id, ()):
            lines += _post(reply, "###", beside)
    lines += [beside.notes] if beside.notes else []
    return "\n\n".join(lines) + "\n"


def _beside(viewer: Viewer, item: Item) -> Beside:
    builder: Callable[[Viewer, str, int], Beside] | None = slots.filled(SLOT)
    return builder(viewer, item.kind, item.pk) if builder else Beside()


class _Row(NamedTuple):
    """The values of `_FIELDS`."""

    id: int
    number: int
    role: str
    parent_id: int | None
    source: str
    format: str
    created_at: datetime
    author: str
    deleted_at: datetime | None
    origin: str | None
    origin_url: str | None
    licence: str | None


def _head(item: Item, opening: _Row) -> list[str]:
    url = settings.URL + addresses.of_item(item.kind, item.pk, item.slug)
    facts = [
        f"{item.get_kind_display()} · {item.community.name}",
        f"{inline(opening.author)}, {_day(opening.created_at)}",
        f"<{url}>",
    ]
    tags = ", ".join(tag.name for tag in tags_of([item.pk]).get(item.pk, ()))
    if tags:
        facts.append(tags)
    head = (
        f"# {inline(item.title)}\n\n" + " · ".join(facts) + _origin(opening.origin, opening.origin_url, opening.licence)
    )
    return [head] if opening.deleted_at else [head, _source(opening.source, opening.format)]


_REPLY = gettext_lazy("Reply by %(name)s")
_ROLES: Mapping[str, Any] = {
    PostRole.ANSWER: gettext_lazy("Answer by %(name)s"),
    PostRole.REPORT: gettext_lazy("Report of use by %(name)s"),
    PostRole.DISSENT: gettext_lazy("Dissent by %(name)s"),
}


def _post(row: _Row, level: str, beside: Beside) -> list[str]:
    if row.deleted_at is not None:
        return []
    kind = _ROLES.get(row.role, _REPLY)
    mark = f" · {beside.marks[row.id]}" if row.id in beside.marks else ""
    heading = f"{level} {str(kind) % {'name': inline(row.author)}}, {_day(row.created_at)}{mark}"
    credit = _origin(row.origin, row.origin_url, row.licence)
    body = _source(row.source, row.format)
    return [heading, body, f"<{settings.URL}/p/{row.id}>{credit}"]


def _source(source: str, written_in: str) -> str:
    return (html_to_markdown(source) if written_in == Format.HTML else source).strip()


def _origin(*origin: Any) -> str:
    """Where an imported post comes from, and its licence."""
    source, url, licence = origin
    if not source:
        return ""
    named = f"[{source}]({url})" if (url or "").startswith(("https://", "http://")) else source
    return " · ".join(("", named, licence) if licence else ("", named))


def inline(words: str) -> str:
    """A name or a title as Markdown that says just that."""
    return "".join(f"\\{sign}" if sign in "\\`*_[]<>#" else sign for sign in words)


def _day(moment: datetime) -> str:
    return timezone.localtime(moment).date().isoformat()

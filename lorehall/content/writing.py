"""What somebody wrote, made ready before the transaction: rendered, with the people and items it names."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, tzinfo
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from lorehall.communities.models import Access, Membership
from lorehall.communities.policy import RoomLike, readable
from lorehall.content import index
from lorehall.content.models import Citation, Item, Post
from lorehall.content.queries.files import holdable
from lorehall.kernel import text
from lorehall.kernel.errors import Refused
from lorehall.kernel.text import words
from lorehall.kernel.text.fold import tidy_line, tidy_source
from lorehall.kernel.text.limits import check_source
from lorehall.people.viewer import Viewer

TITLE_LENGTH = 200


@dataclass(frozen=True, slots=True)
class Written:
    """A text and its forms: Markdown, safe HTML, the ids of members and items it names, and of uploads it holds, and
    its words for the index.
    """

    source: str
    html: str
    people: tuple[int, ...] = ()
    items: tuple[int, ...] = ()
    uploads: tuple[int, ...] = ()
    words: str = ""
    cited: tuple[int, ...] = ()
    """The posts that it cites, in the order of its sources."""
    sections: tuple[text.Section, ...] = ()
    """Its headings, where they were asked for."""


def title(typed: str) -> str:
    """The title as it will stand; raises `Refused` where there is none or it is too long."""
    folded = tidy_line(typed)
    if len(folded) < 5 or not any(character.isalnum() for character in folded):
        raise Refused("title_too_short", _("Say it in a few words: five characters at least."), "title")
    if len(folded) > TITLE_LENGTH:
        raise Refused("title_too_long", _("A title has at most %(most)d characters.") % {"most": TITLE_LENGTH}, "title")
    return folded


def write(
    source: str,
    room: RoomLike,
    *,
    by: Viewer,
    post_id: int | None = None,
    field: str = "text",
    cites: bool = False,
) -> Written:
    """Render Markdown for a room. Mentions reach members of its community; `#12` becomes a link where everyone who
    reads this room may read that item too. Uploads of its community are shown that the writer brought or may see, and
    those of the post that is edited (`post_id`). Raises `Refused` for an empty or too long text and for a poll that
    can't be read. Not for inside a transaction. Where it `cites`, `[^p12]` becomes a citation of that post, if all
    readers of the room may read it or the edited post's item cites it already; and its headings get ids.
    """
    source = tidy_source(source).strip("\n")
    if not source.strip():
        raise Refused("empty", _("There is nothing here yet. Write a few words."), field)
    check_source(source, field=field)
    document = text.parse(source)
    named = document.references
    people = _people(named.handles, room.community_id) if named.handles else {}
    items = _items(named.items, room) if named.items else []
    if document.complaints:
        raise Refused("unclear", document.complaints[0], field)
    cited = _citable(named.citations, room, post_id) if cites and named.citations else ()
    files = holdable(named.files, room.community_id, by=by, post_id=post_id) if named.files else {}
    rendered = document.render(
        people={handle: reverse("people:person", args=[handle]) for handle in people},
        items={item: (reverse("content:item", args=[item]), f"#{item}") for item in items},
        files={key: text.Attached(file.url, file.size, file.widths, file.height) for key, file in files.items()},
        prefix=text.note_prefix(source),
        zone=_zone(by, post_id) if document.asks_zone else UTC,
        numbers={post: number for number, post in enumerate(cited, 1)},
        sections=cites,
    )
    held = tuple(files[key].id for key in rendered.files)
    said = words.line(rendered.text, index.language_of(room.community_id))
    return Written(source, rendered.html, tuple(people.values()), tuple(items), held, said, cited, rendered.sections)


def write_aside(source: str, room: RoomLike, *, by: Viewer, post_id: int | None = None, field: str) -> Written:
    """Like `write`, for an optional text: nothing typed gives nothing."""
    return write(source, room, by=by, post_id=post_id, field=field) if source.strip() else Written("", "")


def _zone(by: Viewer, post_id: int | None) -> tzinfo:
    """The author's zone, also where somebody else edits: a poll goes on ending when its author said."""
    authors = Post.objects.filter(pk=post_id or 0)
    author = authors.values_list("author__timezone", flat=True).first()
    try:
        return ZoneInfo(by.timezone if author is None else author)
    except (ZoneInfoNotFoundError, ValueError):
        return timezone.get_default_timezone()


def _people(handles: tuple[str, ...], community_id: int) -> dict[str, int]:
    active = Membership.objects.filter(community_id=community_id, suspended_at=None, person__handle__in=handles)
    return dict(active.values_list("person__handle", "person_id"))


def open_to_readers(room: RoomLike) -> Q:
    """The items that all readers of the room may read, as a filter."""
    return Q(room__public=True) | Q(room_id=room.id) | Q(room__access=Access.WHOLE, community_id=room.community_id)


def _items(ids: tuple[int, ...], room: RoomLike) -> list[int]:
    """Those of the items that all readers of the room may read."""
    return list(Item.objects.filter(open_to_readers(room), pk__in=ids, deleted_at=None).values_list("pk", flat=True))


def _citable(ids: tuple[int, ...], room: RoomLike, post_id: int | None) -> tuple[int, ...]:
    """Those of the posts, in their order, that all readers of the room may read, or that are cited already."""
    open_ = Item.objects.filter(open_to_readers(room), deleted_at=None)
    before = Citation.objects.filter(item__posts=post_id or 0).values("post_id")
    found = Post.objects.filter(Q(item__in=open_, deleted_at=None) | Q(pk__in=before), pk__in=ids)
    there = set(found.values_list("pk", flat=True))
    return tuple(post for post in ids if post in there)


def preview(source: str, room_id: int | None, *, viewer: Viewer) -> str:
    """The HTML that readers of the room would see. Whom and what it names is looked up for members of the community
    alone: others would learn from it who is in. Raises `Refused` for a text that is too long.
    """
    room = readable(viewer).filter(pk=room_id, community_id__in=list(viewer.memberships)).first() if room_id else None
    if room is not None and source.strip():
        return write(source, room, by=viewer).html
    check_source(source)
    return text.render(tidy_source(source)).html


__all__ = ["TITLE_LENGTH", "Written", "open_to_readers", "preview", "title", "write", "write_aside"]

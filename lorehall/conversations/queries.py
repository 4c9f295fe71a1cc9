"""Read models of conversations. A page of a conversation costs four statements, however long it is, and one more
where a practice cites any of its posts.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any, NamedTuple

from django.db.models import Exists, OuterRef, QuerySet, Value
from markupsafe import Markup

from lorehall.bookmarks.queries import marked
from lorehall.communities.places import Place, RoomHead, place
from lorehall.communities.policy import coordinates, keeps
from lorehall.content import addresses
from lorehall.content.models import Follow, Item, ItemKind, Post, Useful
from lorehall.content.policy import may_see, writes_to
from lorehall.content.printed import Printed
from lorehall.content.queries.cited import PartOf, part_of
from lorehall.content.queries.listing import LARGEST, Listing, TagName, Walk, tags_of
from lorehall.conversations.timeline import Timeline, timeline
from lorehall.drafts.beginning import begin_here
from lorehall.drafts.queries import begun
from lorehall.kernel.db.prepared import Parameters, prepare
from lorehall.kernel.errors import Hidden
from lorehall.kernel.text.lone import maybe
from lorehall.kernel.text.poll import BEGINNING
from lorehall.kernel.ui.drafting import NOTHING, Begun
from lorehall.kernel.ui.pieces import stored
from lorehall.people.viewer import Viewer
from lorehall.polls.queries.live import live
from lorehall.previews.queries import previewed
from lorehall.reading.queries.reader import COLUMNS, Reader, reader, reader_columns

PAGE = 20
"""Posts a page: numbers 1 to 20 on the first, and so on. Numbers are never used again, so addresses stay."""


@dataclass(frozen=True, slots=True)
class Author:
    name: str
    handle: str
    hue: int
    photo: str

    @property
    def url(self) -> str:
        return f"/people/{self.handle}"


@dataclass(frozen=True, slots=True)
class Line:
    """A post in a conversation, with what the viewer can do. `html` is empty for a tombstone; `url` is the post's
    place in the conversation, `act` what the addresses of its acts begin with.
    """

    id: int
    number: int
    url: str
    act: str
    author: Author
    html: Markup
    created_at: datetime
    edited_at: datetime | None
    revised: bool
    useful: int
    mine_useful: bool
    deleted: bool
    own: bool
    may_edit: bool
    may_restore: bool
    origin_url: str
    origin_source: str
    origin_licence: str
    part_of: tuple[PartOf, ...] = ()
    """The practices that cite it, as far as the viewer may see them."""


@dataclass(frozen=True, slots=True)
class Head:
    """The conversation itself."""

    id: int
    title: str
    slug: str
    url: str
    author: Author
    created_at: datetime
    replies: int
    last_number: int
    followers: int
    following: bool
    saved: bool
    locked: bool
    deleted: bool
    room: str
    room_slug: str
    public: bool
    tags: tuple[TagName, ...]
    may_write: bool
    may_keep: bool
    may_lock: bool
    may_retag: bool
    why_not: str

    @property
    def act(self) -> str:
        """What the addresses of its acts begin with."""
        return f"/i/{self.id}"


@dataclass(frozen=True, slots=True)
class ConversationPage:
    place: Place
    head: Head
    lines: Sequence[Line]
    first_id: int
    page: int
    pages: int
    draft: Begun
    """What the viewer has begun to reply."""
    reader: Reader | None
    new_id: int
    """The first post on the page that is new to a reader who was here before; 0 for none."""
    timeline: Timeline | None
    """For going to a date, in a long one."""


def _list(p: Parameters, show: str) -> QuerySet[Item]:
    items = Item.objects.filter(
        community_id=p("community"), kind=ItemKind.CONVERSATION, room_id__in=p.many("rooms"), deleted_at=None
    )
    if show == "mine":
        return items.filter(author_id=p("person"))
    if show == "followed":
        return items.filter(pk__in=Follow.objects.filter(person_id=p("person")).values("item_id"))
    return items


_lists = {show: Walk(partial(_list, show=show)) for show in ("", "mine", "followed")}


def conversation_list(viewer: Viewer, place: Place, show: str, *, after: str | None, before: str | None) -> Listing:
    """The conversations that the viewer may read, newest activity first. `show` is "mine", "followed", or any other
    word for all; a visitor has none of their own. Two statements.
    """
    own = {"person": viewer.person_id} if show in {"mine", "followed"} and viewer.person_id is not None else {}
    return _lists[show if own else ""](community=place.id, rooms=place.room_ids, after=after, before=before, **own)


class _Found(NamedTuple):
    """The conversation's own row; `room` and `community` are put in from the place, for policy to ask about."""

    community_id: int
    room_id: int
    title: str
    slug: str
    created_at: datetime
    last_number: int
    replies_count: int
    followers_count: int
    locked_at: datetime | None
    deleted_at: datetime | None
    author_id: int
    author_name: str
    author_handle: str
    author_hue: int
    author_photo: str
    following: bool
    draft_id: int | None
    saved: bool
    read_to: int
    since: datetime | None
    id: int
    room: RoomHead
    community: Place


_OWN = _Found._fields[:10]
_AUTHOR = ("author_id", "author__name", "author__handle", "author__hue", "author__photo")


def _items(p: Parameters) -> QuerySet[Item]:
    return Item.objects.filter(pk=p("item"), kind=ItemKind.CONVERSATION)


def _follows(p: Parameters) -> Exists:
    return Exists(Follow.objects.filter(item_id=p("item"), person_id=p("person")))


def _with_marks(p: Parameters) -> QuerySet[Item, tuple[Any, ...]]:
    items = _items(p).annotate(following=_follows(p), draft=begun("say", p("person")), saved=marked(p("person")))
    items = items.annotate(**reader_columns(p("person")))
    return items.values_list(*_OWN, *_AUTHOR, "following", "draft", "saved", *COLUMNS)


_for_visitors = prepare(lambda p: _items(p).values_list(*_OWN, *_AUTHOR, Value(False), Value(0), Value(False)))
_UNREAD = (0, None)
_for_people = prepare(_with_marks)


def _found(viewer: Viewer, item_id: int) -> _Found:
    """The conversation; raises `Hidden` alike for what is not there and for what the viewer may not see."""
    if item_id >= LARGEST:
        raise Hidden
    person = viewer.person_id
    rows = _for_visitors(item=item_id) if person is None else _for_people(item=item_id, person=person)
    # Asked for the place also where there is nothing: what is hidden must not take longer than what is not there.
    here = place(viewer, community_id=rows[0][0] if rows else 0)
    marks = () if viewer.signed_in else _UNREAD
    found = _Found(*(*rows[0], *marks, item_id, here.room_by_id(rows[0][1]), here))
    if not may_see(viewer, found):  # type: ignore[arg-type]  # a row that has what the rule asks for
        raise Hidden
    return found


def conversation_page(viewer: Viewer, item_id: int, number: int = 1) -> ConversationPage:
    """The page that holds post `number`; raises `Hidden`. Four statements."""
    item = _found(viewer, item_id)
    pages = max(1, -(-item.last_number // PAGE))
    page = min(max(1, -(-number // PAGE)), pages)
    rows = _rows(viewer, item.id, page)
    head = _head(viewer, item)
    leads = coordinates(viewer, item.community_id)
    belongs = item.community_id in viewer.memberships
    blocks = _blocks(viewer, rows, head, leads=leads)
    parts = part_of(viewer, [(row[0], row[17]) for row in rows if row[11] is None])
    lines = [_line(row, viewer, head, blocks, parts, leads=leads, belongs=belongs) for row in rows]
    draft = begin_here(viewer, "say", item.id, item.draft_id) if head.may_write else NOTHING
    reads = reader(item.id, item.read_to, item.since, rows[-1][1] if rows else 0) if belongs else None
    return ConversationPage(
        place=item.community,
        head=head,
        lines=lines,
        first_id=rows[0][0] if rows else 0,
        page=page,
        pages=pages,
        draft=draft,
        reader=reads,
        new_id=_first_new(lines, reads),
        timeline=timeline(item.id, item.created_at, item.last_number, page, PAGE),
    )


def _first_new(lines: Sequence[Line], reads: Reader | None) -> int:
    """The post above which it says "New since you were here"; not on pages of which all is new or nothing."""
    if reads is None or not lines:
        return 0
    for before, line in zip([None, *lines], lines, strict=False):
        if not line.deleted and not line.own and reads.is_new(line.number, line.created_at):
            return line.id if before or (reads.begun and line.number == reads.read_to + 1) else 0
    return 0


_FIELDS = (
    "id",
    "number",
    "author__name",
    "author__handle",
    "author__hue",
    "author__photo",
    "html",
    "created_at",
    "edited_at",
    "revisions_count",
    "useful_count",
    "deleted_at",
    "deleted_by_id",
    "author_id",
    "origin__url",
    "origin__source",
    "origin__licence",
    "cited_count",
)


def _page(p: Parameters) -> QuerySet[Post]:
    return Post.objects.filter(item_id=p("item"), number__gte=p("first"), number__lt=p("after")).order_by("number")


def _marked(p: Parameters) -> QuerySet[Post, tuple[Any, ...]]:
    mine = Exists(Useful.objects.filter(post=OuterRef("pk"), person_id=p("person")))
    return _page(p).annotate(mine=mine).values_list(*_FIELDS, "mine")


_plain_posts = prepare(lambda p: _page(p).values_list(*_FIELDS))
_marked_posts = prepare(_marked)


def _rows(viewer: Viewer, item_id: int, page: int) -> list[tuple[Any, ...]]:
    """The posts of a page, with the viewer's own marks, by one statement."""
    first = (page - 1) * PAGE + 1
    given = {"item": item_id, "first": first, "after": first + PAGE}
    if viewer.person_id is None:
        return _plain_posts(**given)
    return _marked_posts(**given, person=viewer.person_id)


def _blocks(viewer: Viewer, rows: list[tuple[Any, ...]], head: Head, *, leads: bool) -> dict[int, Markup]:
    """The texts that hold polls or previews, as one can use them. One statement for each of the two, where there are
    any.
    """
    printed = [
        Printed(row[0], row[6], row[13] == viewer.person_id)
        for row in rows
        if row[11] is None and (BEGINNING in row[6] or maybe(row[6]))
    ]
    filled: dict[int, Markup] = {}
    for put_in in (previewed, live) if printed else ():
        filled |= put_in(viewer, printed, writes=head.may_write, leads=leads)
        printed = [post._replace(html=filled.get(post.id, post.html)) for post in printed]
    return filled


def _line(
    row: tuple[Any, ...],
    viewer: Viewer,
    head: Head,
    blocks: dict[int, Markup],
    parts: Mapping[int, tuple[PartOf, ...]],
    *,
    leads: bool,
    belongs: bool,
) -> Line:
    deleted = row[11] is not None
    own = viewer.person_id is not None and row[13] == viewer.person_id
    shown = not deleted or leads or (own and belongs)
    return Line(
        id=row[0],
        number=row[1],
        url=f"{head.url}/{row[1]}#p{row[0]}",
        act=f"/p/{row[0]}",
        author=Author(*row[2:6]),
        html=blocks.get(row[0]) or stored(row[6] if shown else ""),
        created_at=row[7],
        edited_at=row[8],
        revised=row[9] > 1,
        useful=row[10],
        mine_useful=bool(row[18]) if len(row) > 18 else False,
        deleted=deleted,
        own=own,
        may_edit=head.may_write and not deleted and (own or leads),
        may_restore=deleted and (leads or (own and row[12] == viewer.person_id)),
        origin_url=row[14] if (row[14] or "").startswith(("https://", "http://")) else "",
        origin_source=row[15] or "",
        origin_licence=row[16] or "",
        part_of=parts.get(row[0], ()),
    )


def _head(viewer: Viewer, item: _Found) -> Head:
    no = writes_to(viewer, item)  # type: ignore[arg-type]  # as above
    keeper = keeps(viewer, item.community_id)
    return Head(
        id=item.id,
        title=item.title,
        slug=item.slug,
        url=addresses.of_item(ItemKind.CONVERSATION, item.id, item.slug),
        author=Author(item.author_name, item.author_handle, item.author_hue, item.author_photo),
        created_at=item.created_at,
        replies=item.replies_count,
        last_number=item.last_number,
        followers=item.followers_count,
        following=bool(item.following),
        saved=bool(item.saved),
        locked=item.locked_at is not None,
        deleted=item.deleted_at is not None,
        room=item.room.name,
        room_slug=item.room.slug,
        public=item.room.public,
        tags=tags_of([item.id]).get(item.id, ()),
        may_write=no is None,
        may_keep=keeper,
        may_lock=coordinates(viewer, item.community_id),
        may_retag=no is None and (keeper or item.author_id == viewer.person_id),
        why_not=str(no.message) if no else "",
    )

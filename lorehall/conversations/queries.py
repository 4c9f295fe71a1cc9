"""Read models of conversations. A page of a conversation costs four statements, however long it is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import F

from lorehall.communities.places import Place, place
from lorehall.communities.policy import coordinates, keeps
from lorehall.content import addresses
from lorehall.content.models import Follow, Item, ItemKind, Post, Useful
from lorehall.content.policy import visible, writes_to
from lorehall.content.queries.listing import TagName, tags_of
from lorehall.kernel.errors import Hidden
from lorehall.people.viewer import Viewer

PAGE = 20
"""Posts a page: numbers 1 to 20 on the first, and so on. Numbers are never used again, so addresses stay."""


@dataclass(frozen=True, slots=True)
class Author:
    name: str
    handle: str
    hue: int
    photo: str


@dataclass(frozen=True, slots=True)
class Line:
    """A post in a conversation, with what the viewer can do. `html` is empty for a tombstone."""

    id: int
    number: int
    author: Author
    html: str
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


@dataclass(frozen=True, slots=True)
class ConversationPage:
    place: Place
    head: Head
    lines: Sequence[Line]
    first_id: int
    page: int
    pages: int


def conversation_page(viewer: Viewer, item_id: int, number: int = 1) -> ConversationPage:
    """The page that holds post `number`; raises `Hidden`."""
    items = visible(viewer, deleted=True).filter(pk=item_id, kind=ItemKind.CONVERSATION)
    item = items.select_related("room", "author", "community").first()
    if item is None:
        raise Hidden
    here = place(viewer, community_id=item.community_id)
    pages = max(1, -(-item.last_number // PAGE))
    page = min(max(1, -(-number // PAGE)), pages)
    rows = _rows(item, page)
    marks, following = _marks(viewer, item, [row[0] for row in rows])
    lines = [_line(row, viewer, item, marks) for row in rows]
    return ConversationPage(here, _head(viewer, item, following), lines, rows[0][0] if rows else 0, page, pages)


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
)


def _rows(item: Item, page: int) -> list[tuple[Any, ...]]:
    first = (page - 1) * PAGE + 1
    posts = Post.objects.filter(item_id=item.pk, number__gte=first, number__lt=first + PAGE)
    return list(posts.order_by("number").values_list(*_FIELDS))


def _marks(viewer: Viewer, item: Item, posts: list[int]) -> tuple[set[int], bool]:
    """The viewer's own marks: useful posts and the follow, by one statement; none for a visitor."""
    if viewer.person_id is None:
        return set(), False
    useful = Useful.objects.filter(person_id=viewer.person_id, post_id__in=posts).values_list("post_id", flat=True)
    follows = Follow.objects.filter(person_id=viewer.person_id, item_id=item.pk).values_list(
        F("item_id") * -1, flat=True
    )
    found = set(useful.union(follows, all=True))
    return {mark for mark in found if mark > 0}, -item.pk in found


def _line(row: tuple[Any, ...], viewer: Viewer, item: Item, marks: set[int]) -> Line:
    deleted = row[11] is not None
    leads = coordinates(viewer, item.community_id)
    own = viewer.person_id is not None and row[13] == viewer.person_id
    open_now = writes_to(viewer, item) is None
    shown = not deleted or leads or (own and item.community_id in viewer.memberships)
    return Line(
        id=row[0],
        number=row[1],
        author=Author(*row[2:6]),
        html=row[6] if shown else "",
        created_at=row[7],
        edited_at=row[8],
        revised=row[9] > 1,
        useful=row[10],
        mine_useful=row[0] in marks,
        deleted=deleted,
        own=own,
        may_edit=open_now and not deleted and (own or leads),
        may_restore=deleted and (leads or (own and row[12] == viewer.person_id)),
        origin_url=row[14] or "",
        origin_source=row[15] or "",
        origin_licence=row[16] or "",
    )


def _head(viewer: Viewer, item: Item, following: bool) -> Head:
    no = writes_to(viewer, item)
    keeper = keeps(viewer, item.community_id)
    author = item.author
    return Head(
        id=item.pk,
        title=item.title,
        slug=item.slug,
        url=addresses.of_item(item.kind, item.pk, item.slug),
        author=Author(author.name, author.handle, author.hue, author.photo),
        created_at=item.created_at,
        replies=item.replies_count,
        last_number=item.last_number,
        followers=item.followers_count,
        following=following,
        locked=item.locked_at is not None,
        deleted=item.deleted_at is not None,
        room=item.room.name,
        room_slug=item.room.slug,
        public=item.room.public,
        tags=tags_of([item.pk]).get(item.pk, ()),
        may_write=no is None,
        may_keep=keeper,
        may_lock=coordinates(viewer, item.community_id),
        may_retag=no is None and (keeper or item.author_id == viewer.person_id),
        why_not=str(no.message) if no else "",
    )

"""Bring items in from elsewhere, many at once: whole items with their posts, revisions, tags and origins.

What is known already by (source, key) is left as it is; posts that an item here lacks are added to it. Everything
happens in the caller's transaction, so an item is never seen without its posts.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import F

from lorehall.communities.models import Room
from lorehall.content import counts, index
from lorehall.content.models import Format, Item, ItemLink, ItemTag, Origin, Post, PostRole, Revision, TagCount
from lorehall.content.rules.tag import tags_named
from lorehall.kernel.db import bulk
from lorehall.kernel.text import slug

CHUNK = 500


@dataclass(frozen=True, slots=True)
class BroughtRevision:
    title: str
    source: str
    tags: str
    reason: str
    by_id: int
    at: datetime


@dataclass(frozen=True, slots=True)
class BroughtPost:
    """`key` names it at its source; `parent` is the key of the post that it stands under."""

    key: str
    role: str
    author_id: int
    created_at: datetime
    source: str
    html: str
    format: str = Format.MARKDOWN
    parent: str | None = None
    useful: int = 0
    edited_at: datetime | None = None
    edited_by_id: int | None = None
    url: str = ""
    licence: str = ""
    revisions: Sequence[BroughtRevision] = ()
    words: str | None = None
    """Its words for the index, where somebody made them ready."""


@dataclass(frozen=True, slots=True)
class BroughtItem:
    """An item with all its posts in the order of time, its opening first; the opening's key is the item's."""

    kind: str
    state: str
    waiting: bool
    title: str
    active_at: datetime
    active_by_id: int
    posts: Sequence[BroughtPost]
    followers: int = 0
    tags: Sequence[str] = ()
    locked_at: datetime | None = None
    locked_by_id: int | None = None

    @property
    def key(self) -> str:
        return self.posts[0].key


@dataclass(slots=True)
class Arrived:
    """What stands here now: (item id, post id) by key; `new` holds the keys that were made by this call."""

    where: dict[str, tuple[int, int]] = field(default_factory=dict)
    new: set[str] = field(default_factory=set)


def known(source: str, keys: Iterable[str]) -> dict[str, tuple[int, int]]:
    """(item id, post id) of what came from the source before, by key."""
    wanted = list(keys)
    found: dict[str, tuple[int, int]] = {}
    for start in range(0, len(wanted), CHUNK):
        origins = Origin.objects.filter(source=source, key__in=wanted[start : start + CHUNK])
        for key, item, post in origins.values_list("key", "post__item_id", "post_id"):
            found[key] = (item, post)
    return found


def bring(room: Room, source: str, items: Sequence[BroughtItem]) -> Arrived:
    """Make what is missing."""
    arrived = Arrived(known(source, (post.key for item in items for post in item.posts)))
    fresh = [item for item in items if item.key not in arrived.where]
    numbers = _make_items(room, fresh, arrived)
    for item in items:
        if item.key in arrived.where and item.key not in arrived.new:
            _make_room_for_more(item, arrived, numbers)
    _make_posts(items, arrived, numbers, source)
    _tag(room, fresh, arrived)
    _index(room, items, arrived, numbers)
    for kind, of_kind in Counter(item.kind for item in fresh).items():
        waiting = sum(item.waiting for item in fresh if item.kind == kind)
        counts.shift(room.pk, kind, total=of_kind, open=waiting)
    return arrived


def _answers(posts: Iterable[BroughtPost]) -> int:
    return sum(1 for post in posts if post.role != PostRole.OPENING and post.parent is None)


def _make_items(room: Room, items: Sequence[BroughtItem], arrived: Arrived) -> dict[str, int]:
    """The rows of new items; returns the number of each post by key."""
    ids = bulk.reserve(Item, len(items))
    bulk.insert(Item, [_item(room, item, item_id) for item, item_id in zip(items, ids, strict=True)])
    numbers: dict[str, int] = {}
    for item, item_id in zip(items, ids, strict=True):
        for number, post in enumerate(item.posts, 1):
            numbers[post.key] = number
            arrived.where[post.key] = (item_id, 0)
            arrived.new.add(post.key)
    return numbers


def _item(room: Room, item: BroughtItem, item_id: int) -> bulk.Row:
    return {
        "id": item_id,
        "community_id": room.community_id,
        "room_id": room.pk,
        "kind": item.kind,
        "state": item.state,
        "waiting": item.waiting,
        "title": item.title,
        "slug": slug(item.title),
        "author_id": item.posts[0].author_id,
        "created_at": item.posts[0].created_at,
        "active_at": item.active_at,
        "active_by_id": item.active_by_id,
        "last_number": len(item.posts),
        "replies_count": _answers(item.posts),
        "followers_count": item.followers,
        "followers_base": item.followers,
        "locked_at": item.locked_at,
        "locked_by_id": item.locked_by_id,
    }


def _make_room_for_more(item: BroughtItem, arrived: Arrived, numbers: dict[str, int]) -> None:
    """Numbers for posts that an item, here already, lacks."""
    missing = [post for post in item.posts if post.key not in arrived.where]
    if not missing:
        return
    item_id = arrived.where[item.key][0]
    Item.objects.filter(pk=item_id).update(
        last_number=F("last_number") + len(missing), replies_count=F("replies_count") + _answers(missing)
    )
    last = Item.objects.values_list("last_number", flat=True).get(pk=item_id)
    for number, post in enumerate(missing, last - len(missing) + 1):
        numbers[post.key] = number
        arrived.where[post.key] = (item_id, 0)
        arrived.new.add(post.key)


def _make_posts(items: Sequence[BroughtItem], arrived: Arrived, numbers: dict[str, int], source: str) -> None:
    """Parents first, because a reply's row names the row of what it stands under."""
    new = [post for item in items for post in item.posts if post.key in arrived.new]
    new.sort(key=lambda post: post.parent is not None)
    for post, post_id in zip(new, bulk.reserve(Post, len(new)), strict=True):
        arrived.where[post.key] = (arrived.where[post.key][0], post_id)
    bulk.insert(Post, [_post(post, arrived, numbers) for post in new])
    bulk.insert(
        Origin,
        [
            {
                "post_id": arrived.where[post.key][1],
                "source": source,
                "key": post.key,
                "url": post.url,
                "licence": post.licence,
            }
            for post in new
        ],
    )
    bulk.insert(Revision, [row for post in new for row in _revisions(post, arrived)])


def _post(post: BroughtPost, arrived: Arrived, numbers: dict[str, int]) -> bulk.Row:
    item_id, post_id = arrived.where[post.key]
    return {
        "id": post_id,
        "item_id": item_id,
        "number": numbers[post.key],
        "role": post.role,
        "parent_id": arrived.where[post.parent][1] if post.parent else None,
        "author_id": post.author_id,
        "source": post.source,
        "format": post.format,
        "html": post.html,
        "created_at": post.created_at,
        "edited_at": post.edited_at,
        "edited_by_id": post.edited_by_id,
        "revisions_count": len(post.revisions),
        "useful_count": post.useful,
        "useful_base": post.useful,
    }


def _revisions(post: BroughtPost, arrived: Arrived) -> Iterator[bulk.Row]:
    for number, revision in enumerate(post.revisions, 1):
        yield {
            "post_id": arrived.where[post.key][1],
            "number": number,
            "title": revision.title,
            "source": revision.source,
            "tags": revision.tags,
            "reason": revision.reason,
            "by_id": revision.by_id,
            "at": revision.at,
        }


def _tag(room: Room, items: Sequence[BroughtItem], arrived: Arrived) -> None:
    names = {name for item in items for name in item.tags}
    if not names:
        return
    tags = tags_named(room.community_id, sorted(names))
    pairs = {(arrived.where[item.key][0], tags[name].pk) for item in items for name in item.tags}
    bulk.insert(ItemTag, [{"item_id": item, "tag_id": tag} for item, tag in sorted(pairs)])
    totals = Counter((tag, room.pk) for _, tag in pairs)
    bulk.add(TagCount, ("tag_id", "room_id"), "total", totals)


def _index(room: Room, items: Sequence[BroughtItem], arrived: Arrived, numbers: dict[str, int]) -> None:
    """What is new is found at once, by the title that the item has here."""
    language = index.language_of(room.community_id)
    found: dict[int, tuple[index.Heading, list[index.Said]]] = {}
    for item in items:
        new = [post for post in item.posts if post.key in arrived.new]
        if not new:
            continue
        item_id = arrived.where[item.key][0]
        fresh = item.key in arrived.new
        heading = index.Heading(item.title, item.tags, language) if fresh else index.heading(item_id)
        said = [index.Said(arrived.where[post.key][1], numbers[post.key], _words(post, language)) for post in new]
        found[item_id] = (heading, said)
    index.write_all(found)


def _words(post: BroughtPost, language: str) -> str:
    return index.words_of(post.html, language) if post.words is None else post.words


def link(pairs: Iterable[tuple[int, int, datetime]], why: str = ItemLink.Why.LINKED) -> None:
    """Links between items here: (item, to, at). Those that stand already, and those to itself, are passed over."""
    links = [ItemLink(item_id=item, to_id=to, why=why, at=at) for item, to, at in pairs if item != to]
    ItemLink.objects.bulk_create(links, ignore_conflicts=True, batch_size=CHUNK)

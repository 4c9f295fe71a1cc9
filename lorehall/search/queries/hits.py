"""What a page of results says of each post. One statement, for the posts of that page alone."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db.models import Exists, OuterRef

from lorehall.content import addresses
from lorehall.content.models import Post
from lorehall.kernel import text
from lorehall.kernel.db.prepared import prepare
from lorehall.kernel.text.passage import marked, passage
from lorehall.kernel.text.words import Finder, Term
from lorehall.questions.models import Confirmation
from lorehall.search.queries.shapes import Author, Hit

_ITEM = ("id", "kind", "title", "slug", "state", "waiting", "created_at", "active_at", "replies_count")
_FIELDS = (
    "id",
    "number",
    "role",
    "html",
    "created_at",
    "useful_count",
    "author_id",
    "author__name",
    "author__handle",
    "author__hue",
    "author__photo",
    "item__community__name",
    "item__community__slug",
    "item__community__language",
    "item__room__name",
    "item__room__is_first",
    *(f"item__{name}" for name in _ITEM),
    "sealed",
    "item__question__tried_html",
    "item__question__deciding_html",
    "item__practice__level",
)
_sealed = Confirmation.objects.filter(post_id=OuterRef("pk"), ended_at=None)
_posts = prepare(
    lambda p: Post.objects.filter(pk__in=p.many("posts")).annotate(sealed=Exists(_sealed)).values_list(*_FIELDS)
)
_openings = prepare(
    lambda p: (
        Post.objects.filter(item_id__in=p.many("items"), number=1)
        .annotate(sealed=Exists(_sealed))
        .values_list(*_FIELDS)
    )
)


class _Finders(dict[str, Finder]):
    """What marks the words of a search, by language."""

    def __init__(self, wanted: Sequence[Term]) -> None:
        super().__init__()
        self._wanted = wanted

    def __missing__(self, language: str) -> Finder:
        self[language] = made = Finder(self._wanted, language)
        return made


def hits(post_ids: Sequence[int], wanted: Sequence[Term]) -> list[Hit]:
    """The posts in this order. Whether the viewer may see them was asked when they were found."""
    finders = _Finders(wanted)
    found = {row[0]: _hit(row, finders) for row in (_posts(posts=post_ids) if post_ids else ())}
    return [found[post] for post in post_ids if post in found]


def opening_hits(item_ids: Sequence[int], wanted: Sequence[Term]) -> list[Hit]:
    """Items in this order, each by what it opens with."""
    finders = _Finders(wanted)
    made = [_hit(row, finders) for row in (_openings(items=item_ids) if item_ids else ())]
    found = {hit.item_id: hit for hit in made}
    return [found[item] for item in item_ids if item in found]


def _hit(row: Sequence[Any], finders: _Finders) -> Hit:
    post_id, number, role, html, created_at, useful, *rest = row
    author, (community, slug, language, room, is_first) = rest[:5], rest[5:10]
    find = finders[language]
    item_id, kind, title, item_slug, state, waiting, asked_at, active_at, replies, sealed, *asides, level = rest[10:]
    said = "\n".join([html, *filter(None, asides)]) if number == 1 else html
    return Hit(
        item_id=item_id,
        kind=kind,
        title=marked(title, find),
        url=addresses.of_post(kind, item_id, item_slug, post_id, number),
        state=state,
        waiting=waiting,
        community_name=community,
        community_slug=slug,
        room_name=None if is_first else room,
        post_id=post_id,
        number=number,
        role=role,
        passage=passage(text.plain(said), find),
        author=Author(*author),
        created_at=created_at,
        asked_at=asked_at,
        active_at=active_at,
        useful=useful,
        replies=replies,
        confirmed=sealed,
        level=level or "",
    )

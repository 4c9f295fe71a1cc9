"""What a search without words finds: what its filters leave, the newest activity first."""

from __future__ import annotations

from typing import Any

from django.db.models import OuterRef, QuerySet, Subquery

from lorehall.content.index import ITEMS
from lorehall.content.models import Item, ItemWords, Post
from lorehall.content.queries.listing import cursor, key_of
from lorehall.kernel.db.fulltext import Matches, Query
from lorehall.people.viewer import Viewer
from lorehall.search.asking import Asked
from lorehall.search.queries import filtered
from lorehall.search.queries.hits import hits
from lorehall.search.queries.shapes import Found
from lorehall.search.wanted import Wanted

COUNTED = 1000


def listed(viewer: Viewer, wanted: Wanted, asked: Asked, *, after: str | None, size: int) -> Found:
    """A page. Three statements. Where an author is asked for, their newest post in it stands for the item."""
    if not _chosen(wanted):
        return Found([])
    found = Item.objects.filter(filtered.items(filtered.reader(viewer), wanted))
    if asked.without:
        said = ItemWords.objects.filter(Matches(ITEMS, Query(ITEMS, any_of=asked.without).text()))
        found = found.exclude(pk__in=said.values("item_id"))
    found = found.annotate(shown=_shown(wanted)).exclude(shown=None)
    key = key_of(after, None)
    page = found
    if key is not None:
        page = page.filter(active_at__lte=key.active_at).exclude(active_at=key.active_at, id__gte=key.item_id)
    ordered = page.order_by("-active_at", "-id").values_list("id", "active_at", "shown")
    rows: list[Any] = list(ordered[: size + 1])
    about = _count(found)
    shown = rows[:size]
    return Found(
        hits([row[2] for row in shown], ()),
        after=cursor(shown[-1][1], shown[-1][0]) if len(rows) > size else None,
        about=min(about, COUNTED),
        more_than=about > COUNTED,
    )


def _chosen(wanted: Wanted) -> bool:
    """Whether anything was asked for at all."""
    filters = (wanted.kinds, wanted.community_ids, wanted.room_ids, wanted.author_ids, wanted.tag_slugs, wanted.states)
    return any(filters) or wanted.mine or wanted.followed or bool(wanted.before or wanted.after or wanted.without)


def _shown(wanted: Wanted) -> Any:
    posts = Post.objects.filter(item_id=OuterRef("pk"), deleted_at=None)
    if wanted.before:
        posts = posts.filter(created_at__lt=wanted.before)
    if wanted.after:
        posts = posts.filter(created_at__gte=wanted.after)
    if wanted.author_ids:
        posts = posts.filter(author_id__in=wanted.author_ids)
        return Subquery(posts.order_by("-number").values("pk")[:1])
    return Subquery(posts.order_by("number").values("pk")[:1])


def _count(found: QuerySet[Item]) -> int:
    return found.order_by()[: COUNTED + 1].count()

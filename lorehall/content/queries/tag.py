"""One tag of a community."""

from __future__ import annotations

from dataclasses import dataclass

from lorehall.communities.places import Place
from lorehall.content.models import Item, Tag, TagCount
from lorehall.content.queries.listing import Listing, Walk
from lorehall.kernel.db.prepared import prepare
from lorehall.kernel.errors import Hidden


@dataclass(frozen=True, slots=True)
class TagPage:
    """`moved_to` is the slug of the tag that this one went into, or None."""

    id: int
    name: str
    slug: str
    about_source: str
    about_html: str
    total: int
    moved_to: str | None


_totals = prepare(
    lambda p: TagCount.objects.filter(tag_id=p("tag"), room_id__in=p.many("rooms")).values_list("total", flat=True)
)
_carrying = Walk(
    lambda p: Item.objects.filter(
        item_tags__tag_id=p("tag"), community_id=p("community"), room_id__in=p.many("rooms"), deleted_at=None
    )
)


def carrying(place: Place, tag_id: int, *, after: str | None, before: str | None) -> Listing:
    """A page of the items that carry the tag, of those that the viewer may read. Two statements."""
    return _carrying(tag=tag_id, community=place.id, rooms=place.room_ids, after=after, before=before)


def tag_page(place: Place, slug: str) -> TagPage:
    """The tag; raises `Hidden` where there is none, or where the viewer reads no item that carries it: a tag may
    say what an invited room is about. Keepers see all of them.
    """
    tag = Tag.objects.filter(community_id=place.id, slug=slug).select_related("merged_into").first()
    if tag is None:
        raise Hidden
    target = tag.merged_into or tag
    counted = sum(_totals(tag=target.pk, rooms=place.room_ids))
    if not counted and not place.keeps:
        raise Hidden
    moved = tag.merged_into.slug if tag.merged_into else None
    return TagPage(tag.pk, tag.name, tag.slug, tag.about_source, tag.about_html, counted, moved)

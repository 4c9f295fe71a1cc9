"""One tag of a community."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Sum

from lorehall.communities.places import Place
from lorehall.content.models import Tag, TagCount
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


def tag_page(place: Place, slug: str) -> TagPage:
    """The tag; raises `Hidden` where there is none, or where the viewer reads no item that carries it: a tag may
    say what an invited room is about. Keepers see all of them.
    """
    tag = Tag.objects.filter(community_id=place.id, slug=slug).select_related("merged_into").first()
    if tag is None:
        raise Hidden
    target = tag.merged_into or tag
    counted = TagCount.objects.filter(tag=target, room_id__in=place.room_ids).aggregate(n=Sum("total"))["n"] or 0
    if not counted and not place.keeps:
        raise Hidden
    moved = tag.merged_into.slug if tag.merged_into else None
    return TagPage(tag.pk, tag.name, tag.slug, tag.about_source, tag.about_html, counted, moved)

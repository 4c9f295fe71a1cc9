"""Tags: what an item carries; stewards merge, rename and describe."""

from __future__ import annotations

import unicodedata

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from lorehall.communities.models import Community
from lorehall.content import counts, jobs
from lorehall.content.facts import ItemRetagged
from lorehall.content.find import find_item
from lorehall.content.models import Item, ItemTag, Tag, TagCount
from lorehall.content.rules.hold import hold
from lorehall.kernel import facts, policy, text
from lorehall.kernel.errors import Conflict, Refused
from lorehall.kernel.policy import Permission
from lorehall.people.viewer import Viewer

MOST = 6
LENGTH = 40


def names(typed: str) -> list[str]:
    """Tag names out of what was typed, parted by commas or spaces; raises `Refused` for too many."""
    found: dict[str, None] = {}
    for word in typed.replace(",", " ").split():
        name = tag_slug(word)
        if name:
            found[name] = None
    if len(found) > MOST:
        raise Refused("too_many_tags", _("At most %(most)d tags.") % {"most": MOST}, "tags")
    return list(found)


def tag_slug(name: str) -> str:
    """The form in which tags are compared and addressed: folded, words joined by hyphens; may be empty. Nothing stays
    that means something in an address, such as a slash: every tag has a page.
    """
    kept = "".join(character if _stays(character) else " " for character in text.fold(name))
    slug = "-".join(kept.split())[:LENGTH].strip("-")
    return slug if any(character.isalnum() for character in slug) else ""


def _stays(character: str) -> bool:
    """Letters and digits of any script with their marks, and what `c++`, `node.js` and `.net` are written with."""
    return character.isalnum() or character in "+.-" or unicodedata.category(character)[0] == "M"


def tags_named(community_id: int, wanted: list[str]) -> dict[str, Tag]:
    """The tags by slug, made where they are missing; a merged one stands for what it went into."""
    known = {
        tag.slug: tag
        for tag in Tag.objects.filter(community_id=community_id, slug__in=wanted).select_related("merged_into")
    }
    missing = [Tag(community_id=community_id, name=name, slug=name) for name in wanted if name not in known]
    if missing:
        Tag.objects.bulk_create(missing, ignore_conflicts=True)
        fresh = Tag.objects.filter(community_id=community_id, slug__in=[tag.slug for tag in missing])
        known |= {tag.slug: tag for tag in fresh.select_related("merged_into")}
    return {name: tag.merged_into or tag for name, tag in known.items()}


def set_tags(item: Item, wanted: list[str]) -> bool:
    """Make the item carry exactly these (slugs), inside the caller's transaction; counts follow while it is live.
    Returns whether anything changed.
    """
    # Two who retag at once, or retag and delete or move, count one after the other.
    hold(item.pk)
    item.refresh_from_db(fields=["room_id", "deleted_at"])
    want = {tag.pk for tag in tags_named(item.community_id, wanted).values()} if wanted else set()
    have = set(counts.tags_of(item.pk))
    gone, new = sorted(have - want), sorted(want - have)
    if gone:
        ItemTag.objects.filter(item=item, tag_id__in=gone).delete()
    ItemTag.objects.bulk_create([ItemTag(item=item, tag_id=tag) for tag in new], ignore_conflicts=True)
    if item.deleted_at is None:
        counts.shift_tags(gone, item.room_id, -1)
        counts.shift_tags(new, item.room_id, 1)
    return bool(gone or new)


def retag(item_id: int, typed: str, *, by: Viewer) -> Item:
    """Change what an item carries."""
    item = find_item(item_id, by)
    policy.require(Permission.RETAG, by, item)
    wanted = names(typed)
    with transaction.atomic():
        if set_tags(item, wanted):
            jobs.index_again(item.pk)
        facts.record(ItemRetagged(item_id=item.pk, by_id=by.id))
    return item


def _find(community: Community, slug: str) -> Tag:
    tag = Tag.objects.filter(community=community, slug=slug, merged_into=None).first()
    if tag is None:
        raise Refused("no_tag", _("There is no such tag in this community."), "tag")
    return tag


def rename(community: Community, slug: str, name: str, *, by: Viewer) -> Tag:
    """Give a tag another name; its old address leads to the new one, as a signpost."""
    policy.require(Permission.KEEP_TAGS, by, community)
    tag = _find(community, slug)
    fresh = tag_slug(name)
    if not fresh:
        raise Refused("no_name", _("A tag needs a name."), "name")
    if fresh == tag.slug:
        return tag
    try:
        with transaction.atomic():
            # Renaming back: the signpost of that name leads here already, and makes room.
            Tag.objects.filter(community=community, slug=fresh, merged_into=tag).delete()
            if not Tag.objects.filter(pk=tag.pk, slug=tag.slug, merged_into=None).update(name=fresh, slug=fresh):
                raise _changed()
            Tag.objects.create(community=community, name=tag.name, slug=tag.slug, merged_into=tag)
            jobs.index_tagged_again(tag.pk)
    except IntegrityError as error:
        raise Refused("taken", _("There is a tag of that name already; merge the two instead."), "name") from error
    tag.refresh_from_db()
    return tag


def merge(community: Community, slug: str, into: str, *, by: Viewer) -> Tag:
    """Put one tag into another: items carry the other one from then on, and the old address leads there."""
    policy.require(Permission.KEEP_TAGS, by, community)
    tag, other = _find(community, slug), _find(community, tag_slug(into))
    if tag.pk == other.pk:
        raise Refused("same", _("That is the same tag."), "into")
    with transaction.atomic():
        hold_tags(tag, other)
        moved = list(
            ItemTag.objects.filter(tag=tag).exclude(item__item_tags__tag=other).values_list("item_id", flat=True)
        )
        ItemTag.objects.bulk_create([ItemTag(item_id=item, tag=other) for item in moved], ignore_conflicts=True)
        ItemTag.objects.filter(tag=tag).delete()
        Tag.objects.filter(pk=tag.pk).update(merged_into=other)
        Tag.objects.filter(merged_into=tag).update(merged_into=other)
        recount(other)
        TagCount.objects.filter(tag=tag).delete()
        jobs.index_tagged_again(other.pk)
    return other


def _changed() -> Conflict:
    return Conflict("changed_meanwhile", _("Somebody else changed this tag a moment ago. Look at it as it is now."))


def hold_tags(*tags: Tag) -> None:
    """Keep the tags, in one order for everybody, until the commit; raises `Conflict` where one was merged meanwhile:
    of two who merge two tags into each other, one wins.
    """
    for tag_id in sorted(tag.pk for tag in tags):
        if not Tag.objects.filter(pk=tag_id, merged_into=None).update(merged_into=None):
            raise _changed()


def recount(tag: Tag) -> None:
    """Count the live items of a tag by room anew."""
    TagCount.objects.filter(tag=tag).delete()
    rooms: dict[int, int] = {}
    for room in (
        ItemTag.objects.filter(tag=tag, item__deleted_at=None).values_list("item__room_id", flat=True).iterator()
    ):
        rooms[room] = rooms.get(room, 0) + 1
    TagCount.objects.bulk_create([TagCount(tag=tag, room_id=room, total=total) for room, total in rooms.items()])


def describe(community: Community, slug: str, source: str, *, by: Viewer) -> Tag:
    """Say what a tag is about (Markdown; empty takes it away)."""
    policy.require(Permission.KEEP_TAGS, by, community)
    tag = _find(community, slug)
    text.check_source(source)
    html = text.render(source).html if source.strip() else ""
    Tag.objects.filter(pk=tag.pk).update(about_source=source, about_html=html)
    tag.refresh_from_db()
    return tag


def keep_excerpts(excerpts: dict[int, tuple[str, str]]) -> None:
    """(Markdown, safe HTML) by tag id, for tags that say nothing of themselves yet."""
    for tag_id, (source, html) in excerpts.items():
        Tag.objects.filter(pk=tag_id, about_source="").update(about_source=source, about_html=html)

"""Keep collections: make, change, take out; put practices in, take them out, order them. The community is held."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from lorehall.communities import writing
from lorehall.communities.models import Room
from lorehall.communities.policy import readable
from lorehall.communities.rules.hold import hold
from lorehall.communities.rules.open import slugs
from lorehall.content.find import find_item
from lorehall.content.models import ItemKind
from lorehall.kernel import clock, facts
from lorehall.kernel.errors import Hidden, Refused
from lorehall.library.facts import CollectionChanged
from lorehall.library.find import find_collection, find_library
from lorehall.library.models import ABOUT_LENGTH, NAME_LENGTH, Collection, Entry
from lorehall.people.viewer import Viewer

MOST_COLLECTIONS = 100
MOST_ENTRIES = 60
RESERVED = frozenset({"new"})


@dataclass(frozen=True, slots=True)
class Wish:
    """What a collection is to be. `room_id` None means the community's first room."""

    name: str
    about: str = ""
    starter: bool = False
    room_id: int | None = None


def make(community_id: int, wish: Wish, *, by: Viewer) -> Collection:
    """A new collection, empty yet. Raises `Hidden`, `Forbidden` or `Refused`."""
    find_library(community_id, by)
    name, about = _words(wish)
    with transaction.atomic():
        hold(community_id)
        others = Collection.objects.filter(community_id=community_id)
        taken = set(others.values_list("slug", flat=True)) | RESERVED
        if len(taken) > MOST_COLLECTIONS:
            raise Refused("too_many", _("A library has at most %(most)d collections.") % {"most": MOST_COLLECTIONS})
        made = Collection(community_id=community_id, name=name, about=about, by_id=by.id, at=clock.now())
        made.room = _room(community_id, wish.room_id, by)
        made.starter = wish.starter
        made.slug = next(slug for slug in slugs(name) if slug not in taken)
        _alone(community_id, wish)
        made.save(force_insert=True)
        _tell(made, by)
    return made


def change(collection_id: int, wish: Wish, *, by: Viewer) -> None:
    """Another name, line, room; or be the starter set in the place of the one that was."""
    collection = _kept(collection_id, by)
    name, about = _words(wish)
    with transaction.atomic():
        hold(collection.community_id)
        room = _room(collection.community_id, wish.room_id, by)
        _alone(collection.community_id, wish)
        Collection.objects.filter(pk=collection_id).update(name=name, about=about, starter=wish.starter, room=room)
        _tell(collection, by)


def remove(collection_id: int, *, by: Viewer) -> None:
    """Take a collection out; its practices stay."""
    collection = _kept(collection_id, by)
    with transaction.atomic():
        hold(collection.community_id)
        if Collection.objects.filter(pk=collection_id).delete()[0]:
            _tell(collection, by)


def put_in(collection_id: int, item_id: int, *, by: Viewer) -> None:
    """Put a practice of the same community last; one that is in it stays where it is."""
    collection = _kept(collection_id, by)
    item = find_item(item_id, by, kind=ItemKind.PRACTICE)
    if item.community_id != collection.community_id:
        raise Hidden
    with transaction.atomic():
        hold(collection.community_id)
        entries = Entry.objects.filter(collection_id=collection_id)
        if not Collection.objects.filter(pk=collection_id).exists():
            raise Hidden
        if entries.filter(item=item).exists():
            return
        if entries.count() >= MOST_ENTRIES:
            raise Refused("too_many", _("A collection has at most %(most)d pages.") % {"most": MOST_ENTRIES}, "item")
        last = entries.aggregate(last=Max("position"))["last"] or 0
        Entry.objects.create(collection_id=collection_id, item=item, position=last + 1)
        _tell(collection, by)


def take_out(collection_id: int, item_id: int, *, by: Viewer) -> None:
    """Take a practice out of a collection. Nothing happens where it is not in it."""
    collection = _kept(collection_id, by)
    with transaction.atomic():
        hold(collection.community_id)
        if Entry.objects.filter(collection_id=collection_id, item_id=item_id).delete()[0]:
            _tell(collection, by)


def step(collection_id: int, item_id: int, way: str, *, by: Viewer) -> None:
    """One place "up" or "down". At an end nothing happens."""
    collection = _kept(collection_id, by)
    with transaction.atomic():
        hold(collection.community_id)
        entries = list(Entry.objects.filter(collection_id=collection_id).order_by("position", "pk"))
        at = next((number for number, entry in enumerate(entries) if entry.item_id == item_id), None)
        to = None if at is None else at - 1 if way == "up" else at + 1
        if at is None or to is None or not 0 <= to < len(entries):
            return
        entries.insert(to, entries.pop(at))
        for position, entry in enumerate(entries, 1):
            entry.position = position
        Entry.objects.bulk_update(entries, ["position"])
        _tell(collection, by)


def _kept(collection_id: int, by: Viewer) -> Collection:
    collection = find_collection(collection_id, by)
    find_library(collection.community_id, by)
    return collection


def _words(wish: Wish) -> tuple[str, str]:
    name = writing.name(wish.name, limit=NAME_LENGTH)
    return name, writing.line(wish.about, field="about", limit=ABOUT_LENGTH)


def _room(community_id: int, room_id: int | None, by: Viewer) -> Room:
    rooms = readable(by).filter(community_id=community_id)
    room = (rooms.filter(is_first=True) if room_id is None else rooms.filter(pk=room_id)).first()
    if room is None:
        raise Refused("no_room", _("There is no such room in this community."), "room")
    return room


def _alone(community_id: int, wish: Wish) -> None:
    """There is one starter set: a new one takes the place of the old."""
    if wish.starter:
        Collection.objects.filter(community_id=community_id, starter=True).update(starter=False)


def _tell(collection: Collection, by: Viewer) -> None:
    facts.record(CollectionChanged(community_id=collection.community_id, by_id=by.id, collection_id=collection.pk))

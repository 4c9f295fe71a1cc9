"""Move an item to another room of its community; lock and unlock it."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from lorehall.communities.models import Room
from lorehall.communities.policy import readable
from lorehall.content import counts
from lorehall.content.facts import ItemLocked, ItemMoved, ItemUnlocked
from lorehall.content.find import find_item
from lorehall.content.models import Item
from lorehall.content.rules.cite import cites_closed
from lorehall.kernel import clock, facts, policy
from lorehall.kernel.errors import Conflict, Refused
from lorehall.kernel.policy import Permission
from lorehall.people.viewer import Viewer


def move(item_id: int, room_id: int, *, by: Viewer) -> Item:
    """Move to a room that the mover may read; who may read the room may read the item from then on. `Refused` where
    it cites, or did, what not all of them may read: words of that may stand in any of its versions.
    """
    item = find_item(item_id, by)
    policy.require(Permission.MOVE, by, item)
    room = readable(by).filter(pk=room_id, community_id=item.community_id).first()
    if room is None:
        raise Refused("no_room", _("There is no such room in this community."), "room")
    if room.pk == item.room_id:
        return item
    with transaction.atomic():
        _change_room(item, room)
        # Asked once the row is held, so that nobody cites anything meanwhile.
        if cites_closed(item.pk, room):
            raise Refused(
                "cites_closed",
                _("Its text, or an earlier version of it, has sources that not all readers of that room may read."),
                "room",
            )
        facts.record(ItemMoved(item_id=item.pk, by_id=by.id))
    return item


def _change_room(item: Item, room: Room) -> None:
    if not Item.objects.filter(pk=item.pk, room_id=item.room_id).update(room=room):
        raise Conflict("moved_meanwhile", _("Somebody else moved this while you chose. Nothing was changed."))
    item.refresh_from_db(fields=["waiting", "deleted_at"])
    if item.deleted_at is None:
        counts.leave(item)
        item.room = room
        counts.enter(item)


def lock(item_id: int, *, by: Viewer) -> Item:
    """Nothing new can be added, but by coordinators."""
    item = find_item(item_id, by)
    policy.require(Permission.LOCK, by, item)
    with transaction.atomic():
        if Item.objects.filter(pk=item.pk, locked_at=None).update(locked_at=clock.now(), locked_by_id=by.person_id):
            facts.record(ItemLocked(item_id=item.pk, by_id=by.id))
    return item


def unlock(item_id: int, *, by: Viewer) -> Item:
    """Members may add to it again."""
    item = find_item(item_id, by)
    policy.require(Permission.LOCK, by, item)
    with transaction.atomic():
        if Item.objects.filter(pk=item.pk).exclude(locked_at=None).update(locked_at=None, locked_by=None):
            facts.record(ItemUnlocked(item_id=item.pk, by_id=by.id))
    return item

"""Hand a practice on: to somebody who says yes, or to whoever takes it. Until then who keeps it keeps it."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from lorehall.communities.models import Role
from lorehall.communities.policy import may_read
from lorehall.communities.viewers import viewer_of
from lorehall.content.models import Item
from lorehall.kernel import clock, facts, mail, policy
from lorehall.kernel.errors import Conflict, Forbidden, Refused
from lorehall.kernel.policy import Permission
from lorehall.kernel.text.fold import tidy_line
from lorehall.people.models import Person
from lorehall.people.viewer import Viewer
from lorehall.practice import letters
from lorehall.practice.facts import HandoverEnded, HandoverOffered, StewardChanged
from lorehall.practice.find import find_practice
from lorehall.practice.models import Handover, Practice
from lorehall.practice.rules.hold import hold
from lorehall.practice.rules.move import STANDING

NOTE_LENGTH = 500


def may_keep(person: Viewer, item: Item) -> bool:
    """Could this person keep it: a member who takes part and reads its room?"""
    role = person.memberships.get(item.community_id)
    return role is not None and role != Role.SPONSOR and may_read(person, item.room)


def hand_over(item_id: int, *, by: Viewer, to: str = "", note: str = "") -> Handover:
    """Offer it to the member of that handle, or without one to whoever takes it. An offer that stands already ends."""
    practice = find_practice(item_id, by)
    policy.require(Permission.KEEP_PRACTICE, by, practice.item)
    note = tidy_line(note)
    if len(note) > NOTE_LENGTH:
        raise Refused("too_long", _("At most %(most)d characters.") % {"most": NOTE_LENGTH}, "note")
    to_id = _member(to, practice, by) if to.strip() else None
    letter = letters.asked_to_keep(to_id, practice.item, note, by) if to_id else None
    with transaction.atomic():
        held = _held(item_id, practice)
        Handover.objects.filter(practice=held, ended_at=None).update(ended_at=clock.now())
        made = _offer(held, by_id=by.id, to_id=to_id, note=note, left=held.steward_id is None)
        if letter is not None:
            mail.send_written(letter.written, letter.to)
    return made


def _member(handle: str, practice: Practice, by: Viewer) -> int:
    person = Person.objects.filter(handle=handle.strip().lstrip("@").lower(), is_active=True, attributed=False).first()
    if person is None or not may_keep(viewer_of(person.pk), practice.item):
        raise Refused("no_member", _("No member who reads this is called that."), "to")
    if person.pk == practice.steward_id:
        raise Refused("keeps_it", _("They keep it already."), "to")
    if person.pk == by.person_id:
        raise Refused("yourself", _("That is you. Offer it to whoever takes it, and take it yourself."), "to")
    return person.pk


def _held(item_id: int, practice: Practice) -> Practice:
    """Held, kept by the same person as when it was read, and not gone."""
    held = hold(item_id)[item_id]
    if held.steward_id != practice.steward_id:
        raise Conflict("kept_meanwhile", _("Somebody else keeps it by now. Nothing was changed."))
    if held.item.state not in STANDING:
        raise Refused("gone", _("Nobody keeps it any more: it is retired, or superseded."))
    return held


def _offer(held: Practice, *, by_id: int | None, to_id: int | None, note: str = "", left: bool = False) -> Handover:
    made = Handover.objects.create(practice=held, by_id=by_id, to_id=to_id, left=left, note=note, at=clock.now())
    facts.record(HandoverOffered(item_id=held.pk, by_id=by_id or 0, to_id=to_id or 0))
    return made


def take(item_id: int, *, by: Viewer) -> Practice:
    """Keep it from now on: asked by name, or offered to all. Of two at once one does."""
    practice = find_practice(item_id, by)
    policy.require(Permission.TAKE_PRACTICE, by, practice.item)
    offer = _standing(practice)
    if offer is None and practice.steward_id is not None:
        raise Refused("not_offered", _("It is not offered any more."))
    if offer is not None and offer.to_id not in {None, by.person_id}:
        raise Forbidden("not_asked", _("Somebody else was asked to keep it."))
    letter = letters.handover_answered(offer, practice.item, by, taken=True) if offer is not None else None
    with transaction.atomic():
        held = _held(item_id, practice)
        if offer is not None:
            _end(offer, taken_by_id=by.id)
        before = held.steward_id
        held.steward_id, held.stewarded_at = by.id, clock.now()
        held.asked_at = None  # Who keeps it now was not asked yet whether it is still right.
        held.save(update_fields=["steward", "stewarded_at", "asked_at"])
        facts.record(StewardChanged(item_id=item_id, by_id=by.id, before_id=before or 0, now_id=by.id))
        if letter is not None:
            mail.send_written(letter.written, letter.to)
    return held


def decline(item_id: int, *, by: Viewer) -> Practice:
    """Say no. Who keeps it keeps it on; where nobody does, it is offered to all."""
    practice = find_practice(item_id, by)
    policy.require(Permission.TAKE_PRACTICE, by, practice.item)
    offer = _standing(practice)
    if offer is None or offer.to_id != by.person_id:
        raise Refused("not_asked", _("Nobody asks you to keep it any more."))
    letter = letters.handover_answered(offer, practice.item, by, taken=False)
    with transaction.atomic():
        held = _held(item_id, practice)
        _end(offer)
        facts.record(HandoverEnded(item_id=item_id, by_id=by.id))
        if held.steward_id is None:
            _offer(held, by_id=None, to_id=None, left=True)
        if letter is not None:
            mail.send_written(letter.written, letter.to)
    return held


def call_back(item_id: int, *, by: Viewer) -> Practice:
    """Take the offer back: who keeps it keeps it on. Not where nobody does."""
    practice = find_practice(item_id, by)
    policy.require(Permission.KEEP_PRACTICE, by, practice.item)
    offer = _standing(practice)
    if offer is None:
        raise Refused("not_offered", _("It is not offered any more."))
    if practice.steward_id is None:
        raise Refused("nobody_keeps_it", _("Nobody keeps it, so it stays offered."))
    with transaction.atomic():
        _held(item_id, practice)
        _end(offer)
        facts.record(HandoverEnded(item_id=item_id, by_id=by.id))
    return practice


def _standing(practice: Practice) -> Handover | None:
    return Handover.objects.filter(practice=practice, ended_at=None).select_related("by", "to").first()


def _end(offer: Handover, *, taken_by_id: int | None = None) -> None:
    standing = Handover.objects.filter(pk=offer.pk, ended_at=None)
    if not standing.update(ended_at=clock.now(), taken_by_id=taken_by_id):
        raise Conflict("answered_meanwhile", _("Somebody else was quicker. Nothing was changed."))


def offer_if_alone(item_id: int) -> bool:
    """Where who keeps it can't any more (gone, suspended, a sponsor by now, or no longer a reader of its room), offer
    it around; where who was asked can't, ask everybody or nobody. Changes nothing the second time. Says whether it is
    newly offered.
    """
    with transaction.atomic():
        if not Item.objects.filter(pk=item_id, deleted_at=None).exists():
            return False
        held = hold(item_id)[item_id]
        offer = _standing(held)
        if offer is not None and offer.to_id is not None and not _can_keep(offer.to_id, held.item):
            _end(offer)
            offer = None
        if held.steward_id is not None and _can_keep(held.steward_id, held.item):
            return False
        if held.item.state not in STANDING:
            return False
        return _leave_alone(held, offer)


def _leave_alone(held: Practice, offer: Handover | None) -> bool:
    before = held.steward_id
    if before is not None:
        held.steward_id, held.stewarded_at = None, None
        held.save(update_fields=["steward", "stewarded_at"])
        facts.record(StewardChanged(item_id=held.pk, by_id=0, before_id=before, now_id=0))
    if offer is not None:
        Handover.objects.filter(pk=offer.pk).update(left=True)
        return False
    _offer(held, by_id=before, to_id=None, left=True)
    return True


def _can_keep(person_id: int, item: Item) -> bool:
    active = Person.objects.filter(pk=person_id, is_active=True).exists()
    return active and may_keep(viewer_of(person_id), item)

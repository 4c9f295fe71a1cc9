"""Answers to what happened: who can't keep a practice any more leaves it offered around, never orphaned; and those
whose words it has are told.

Each looks at what stands now, so running one twice, or late, changes nothing more.
"""

from __future__ import annotations

from django.db.models import Q, QuerySet

from lorehall.communities.facts import MemberFact, RoomChanged, RoomLeft
from lorehall.content.facts import ItemFact, ItemMoved
from lorehall.kernel import jobs
from lorehall.practice.jobs import tell_contributors
from lorehall.practice.models import Practice
from lorehall.practice.rules.hand_over import offer_if_alone


def offer_what_they_kept(fact: MemberFact) -> None:
    """They left, were suspended, or have another role."""
    _offer(_of(fact.person_id).filter(item__community_id=fact.community_id))


def offer_what_they_kept_there(fact: RoomLeft) -> None:
    _offer(_of(fact.person_id).filter(item__room_id=fact.room_id))


def offer_what_stewards_lost(fact: RoomChanged) -> None:
    """The room may be for invited members from now on."""
    _offer(Practice.objects.filter(item__room_id=fact.room_id))


def thank(fact: ItemFact) -> None:
    """It has words of people who were not told yet."""
    jobs.once(tell_contributors, f"practice.tell:{fact.item_id}", fact.item_id)


def offer_where_it_went(fact: ItemMoved) -> None:
    """It may be in a room that its steward does not read."""
    _offer(Practice.objects.filter(pk=fact.item_id))


def _of(person_id: int) -> QuerySet[Practice]:
    """What they keep, and what they were asked to keep."""
    asked = Q(handovers__to_id=person_id, handovers__ended_at=None)
    return Practice.objects.filter(Q(steward_id=person_id) | asked)


def _offer(practices: QuerySet[Practice]) -> None:
    for item_id in practices.filter(item__deleted_at=None).order_by("pk").values_list("pk", flat=True).distinct():
        offer_if_alone(item_id)

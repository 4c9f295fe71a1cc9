"""Answers to facts: where reading begins, and when to count anew."""

from __future__ import annotations

from lorehall.communities.facts import MemberLeft, RoomEntered
from lorehall.communities.models import RoomMember
from lorehall.content.facts import ItemFact
from lorehall.reading.rules import mark, settle


def begin_in_room(fact: RoomEntered) -> None:
    """Who is let into a room has not missed what was said there before."""
    let_in = RoomMember.objects.filter(room_id=fact.room_id, person_id=fact.person_id)
    for at in let_in.values_list("at", flat=True):
        mark.enter(fact.room_id, fact.person_id, at)


def forget_beginnings(fact: MemberLeft) -> None:
    """Who comes back begins anew."""
    mark.forget_beginnings(fact.community_id, fact.person_id)


def look_again(fact: ItemFact) -> None:
    """Restored or moved: it may be unread for somebody whose room is settled."""
    settle.look_again(fact.item_id)

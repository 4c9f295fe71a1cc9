"""What search does about what happened. Each only puts a job down, so it is safe to run twice."""

from __future__ import annotations

from typing import Protocol

from lorehall.communities.models import Room
from lorehall.content.facts import ItemFact
from lorehall.kernel import jobs
from lorehall.search.jobs import close_again, close_in, take_stock


def work_out_close(fact: ItemFact) -> None:
    """It is new, or reads otherwise."""
    jobs.once(close_again, f"close to {fact.item_id}", fact.item_id)


class _Arrival(Protocol):
    room_id: int


def take_in(fact: _Arrival) -> None:
    """Much came in at once."""
    jobs.once(take_stock, "take stock")
    community_id = Room.objects.values_list("community_id", flat=True).get(pk=fact.room_id)
    close_in(community_id)

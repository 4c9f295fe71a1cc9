"""Take a community for the rest of the transaction."""

from __future__ import annotations

from django.db.models import F

from lorehall.communities.models import Community, Membership, Role
from lorehall.kernel.errors import Hidden


def hold(community_id: int) -> Community:
    """The community as it is now, and nobody else changes its people, rooms or settings until the commit.

    An UPDATE that changes nothing locks the row on PostgreSQL; on SQLite the transaction has the only pen already.
    Whatever must be true of several rows at once (a coordinator remains, a room is as public as its community) is
    looked at after this. Rules take the community first and other rows later, so that none waits for another.
    """
    if not Community.objects.filter(pk=community_id).update(members_count=F("members_count")):
        raise Hidden
    return Community.objects.get(pk=community_id)


def another_coordinates(community_id: int, person_id: int) -> bool:
    """Whether somebody else would still coordinate without this person. True only while the community is held."""
    coordinators = Membership.objects.filter(
        community_id=community_id, role=Role.COORDINATOR, suspended_at=None, person__is_active=True
    )
    return coordinators.exclude(person_id=person_id).exists()

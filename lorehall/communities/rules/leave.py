"""Leave a community, or be removed from it. A coordinator always remains."""

from __future__ import annotations

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from lorehall.communities import writing
from lorehall.communities.facts import MemberLeft
from lorehall.communities.find import find_community, find_membership, person_of
from lorehall.communities.models import Community, Membership, Role, RoomMember
from lorehall.communities.rules.hold import another_coordinates, hold
from lorehall.communities.rules.invite import revoke_those_of
from lorehall.kernel import facts, policy
from lorehall.kernel.errors import Refused
from lorehall.kernel.policy import Permission
from lorehall.people.viewer import Viewer


def leave(community_id: int, *, by: Viewer) -> None:
    """End one's own membership. What one wrote stays. Raises Refused `last_coordinator`."""
    community = find_community(community_id, by)
    policy.require(Permission.LEAVE, by, community)
    with transaction.atomic():
        hold(community_id)
        _end(find_membership(community_id, person_of(by)), by_id=person_of(by))


def remove(community_id: int, person_id: int, reason: str = "", *, by: Viewer) -> None:
    """End somebody's membership; they may come back where joining is open to them. What they handed out as invitations
    is revoked. Raises Refused
    `last_coordinator`, Hidden for who is no member.
    """
    community = find_community(community_id, by)
    policy.require(Permission.COORDINATE, by, community)
    reason = writing.paragraph(reason, field="reason", limit=280)
    with transaction.atomic():
        hold(community_id)
        _end(find_membership(community_id, person_id), by_id=person_of(by), reason=reason)
        if person_id != by.person_id:
            revoke_those_of(community_id, person_id, by_id=person_of(by))


def require_another(membership: Membership) -> None:
    """Raise Refused `last_coordinator` where nobody else coordinates. The community is held."""
    if membership.role != Role.COORDINATOR or membership.suspended_at is not None:
        return
    if not another_coordinates(membership.community_id, membership.person_id):
        raise Refused(
            "last_coordinator",
            _("A community needs a coordinator. Make somebody else one first, or close the community."),
        )


def _end(membership: Membership, *, by_id: int, reason: str = "") -> None:
    require_another(membership)
    community_id, person_id = membership.community_id, membership.person_id
    RoomMember.objects.filter(room__community_id=community_id, person_id=person_id).delete()
    counted = membership.suspended_at is None
    membership.delete()
    if counted:
        Community.objects.filter(pk=community_id).update(members_count=F("members_count") - 1)
    facts.record(MemberLeft(community_id=community_id, by_id=by_id, person_id=person_id, reason=reason))

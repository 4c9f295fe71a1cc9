"""Change what somebody is in a community; suspend and reinstate."""

from __future__ import annotations

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from lorehall.communities import writing
from lorehall.communities.facts import MemberReinstated, MemberSuspended, RoleChanged
from lorehall.communities.find import find_community, find_membership, person_of
from lorehall.communities.models import Community, Membership, Role
from lorehall.communities.rules.hold import hold
from lorehall.communities.rules.invite import revoke_those_of
from lorehall.communities.rules.leave import require_another
from lorehall.kernel import clock, facts, policy
from lorehall.kernel.errors import Refused
from lorehall.kernel.policy import Permission
from lorehall.people.viewer import Viewer


def change_role(community_id: int, person_id: int, role: str, *, by: Viewer) -> Membership:
    """Give a member another role; stepping down is changing one's own. Raises Refused `last_coordinator`."""
    community = find_community(community_id, by)
    policy.require(Permission.COORDINATE, by, community)
    if role not in Role.values:
        raise Refused("unknown_choice", _("Choose one of those offered."), "role")
    with transaction.atomic():
        hold(community_id)
        membership = find_membership(community_id, person_id)
        before = membership.role
        if before == role:
            return membership
        require_another(membership)
        Membership.objects.filter(pk=membership.pk).update(role=role)
        membership.role = role
        facts.record(
            RoleChanged(
                community_id=community_id,
                by_id=person_of(by),
                person_id=person_id,
                before=str(before),
                after=str(role),
            )
        )
    return membership


def suspend(community_id: int, person_id: int, reason: str, *, by: Viewer) -> None:
    """Take somebody's part away until they are reinstated. What they wrote stays; joining anew does not help them, and
    what they handed out as invitations is revoked.

    Raises Refused `reason` (one is needed), `yourself`, `last_coordinator`. Suspending twice keeps the first.
    """
    community = find_community(community_id, by)
    policy.require(Permission.COORDINATE, by, community)
    reason = writing.paragraph(reason, field="reason", limit=280)
    if not reason:
        raise Refused("empty", _("Say why. The person reads it, and so do the other coordinators."), "reason")
    if person_id == by.person_id:
        raise Refused("yourself", _("Nobody suspends themselves. Leave, or step down."))
    with transaction.atomic():
        hold(community_id)
        membership = find_membership(community_id, person_id)
        require_another(membership)
        standing = Membership.objects.filter(pk=membership.pk, suspended_at=None)
        if not standing.update(suspended_at=clock.now(), suspended_by_id=by.person_id, suspended_for=reason):
            return
        Community.objects.filter(pk=community_id).update(members_count=F("members_count") - 1)
        revoke_those_of(community_id, person_id, by_id=person_of(by))
        facts.record(
            MemberSuspended(community_id=community_id, by_id=person_of(by), person_id=person_id, reason=reason)
        )


def reinstate(community_id: int, person_id: int, *, by: Viewer) -> None:
    """End a suspension; role and rooms are as they were."""
    community = find_community(community_id, by)
    policy.require(Permission.COORDINATE, by, community)
    with transaction.atomic():
        hold(community_id)
        membership = find_membership(community_id, person_id)
        suspended = Membership.objects.filter(pk=membership.pk, suspended_at__isnull=False)
        if not suspended.update(suspended_at=None, suspended_by=None, suspended_for=""):
            return
        Community.objects.filter(pk=community_id).update(members_count=F("members_count") + 1)
        facts.record(MemberReinstated(community_id=community_id, by_id=person_of(by), person_id=person_id))

"""A person becomes a member: what every way in has in common."""

from __future__ import annotations

from django.db.models import F
from django.utils.translation import gettext as _

from lorehall.communities.facts import MemberJoined
from lorehall.communities.models import Community, JoinRequest, Membership, Role
from lorehall.communities.policy import CLOSED
from lorehall.kernel import clock, facts
from lorehall.kernel.errors import Forbidden, Refused
from lorehall.kernel.text.fold import fold
from lorehall.people.models import Person


def name_key(name: str) -> str:
    """A name as the list of members sorts and finds it."""
    return "".join(f" {word}" for word in fold(name).split())[:320]


def name_of(person_id: int) -> str:
    """What a person is called."""
    return Person.objects.values_list("name", flat=True).get(pk=person_id)


def enter(community: Community, person_id: int, *, by_id: int, way: str, role: str = Role.MEMBER) -> Membership:
    """Make the membership inside the caller's transaction, which holds the community.

    Raises Refused `already` for a member, and Forbidden for who is suspended or where the community is closed.
    """
    if community.is_closed:
        raise Forbidden(CLOSED.code, str(CLOSED.message))
    now = clock.now()
    membership, made = Membership.objects.get_or_create(
        community=community,
        person_id=person_id,
        defaults={"role": role, "joined_at": now, "name_key": name_key(name_of(person_id))},
    )
    if membership.suspended_at is not None:
        raise Forbidden("suspended", _("Your membership is suspended. The coordinators can tell you why."))
    if not made:
        raise Refused("already", _("You are a member already."))
    Community.objects.filter(pk=community.pk).update(members_count=F("members_count") + 1)
    asked = JoinRequest.objects.filter(community=community, person_id=person_id, state=JoinRequest.State.OPEN)
    asked.update(state=JoinRequest.State.ACCEPTED, decided_at=now, decided_by_id=by_id)
    facts.record(MemberJoined(community_id=community.pk, by_id=by_id, person_id=person_id, role=str(role), way=way))
    return membership

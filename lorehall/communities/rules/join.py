"""Join where that is open; ask to join where coordinators decide; decide."""

from __future__ import annotations

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from lorehall.communities import writing
from lorehall.communities.facts import JoinDecided, JoinRequested, JoinWithdrawn
from lorehall.communities.find import find_community, find_request, person_of
from lorehall.communities.models import Joining, JoinRequest, Membership
from lorehall.communities.rules.enter import enter
from lorehall.communities.rules.hold import hold
from lorehall.kernel import clock, facts, policy
from lorehall.kernel.errors import Conflict, Forbidden, Hidden, Refused
from lorehall.kernel.policy import Permission
from lorehall.people.viewer import Viewer

State = JoinRequest.State


def join(community_id: int, *, by: Viewer) -> Membership:
    """Become a member of an open community. Raises Refused `already`, Forbidden where joining is not open."""
    community = find_community(community_id, by)
    policy.require(Permission.JOIN, by, community)
    person_id = person_of(by)
    with transaction.atomic():
        community = hold(community_id)
        if community.joining != Joining.OPEN:
            raise Forbidden("by_request", _("Here one asks to join first."))
        return enter(community, person_id, by_id=person_id, way="open")


def ask_to_join(community_id: int, message: str = "", *, by: Viewer) -> JoinRequest:
    """Ask the coordinators. Asking again while the first request is open gives that one back."""
    community = find_community(community_id, by)
    policy.require(Permission.JOIN, by, community)
    if community.joining != Joining.BY_REQUEST:
        raise Refused("open", _("This community is open: join right away."))
    person_id = person_of(by)
    message = writing.paragraph(message, field="message", limit=1000)
    with transaction.atomic():
        if Membership.objects.filter(community_id=community_id, person_id=person_id).exists():
            raise Forbidden("suspended", _("Your membership is suspended. The coordinators can tell you why."))
        try:
            with transaction.atomic():
                request = JoinRequest.objects.create(
                    community=community, person_id=person_id, message=message, asked_at=clock.now()
                )
        except IntegrityError:
            return JoinRequest.objects.get(community_id=community_id, person_id=person_id, state=State.OPEN)
        facts.record(
            JoinRequested(community_id=community_id, by_id=person_id, person_id=person_id, request_id=request.pk)
        )
    return request


def withdraw(request_id: int, *, by: Viewer) -> None:
    """Take one's own request back. Raises `Conflict` when it was decided meanwhile."""
    request = find_request(request_id, by)
    if request.person_id != by.person_id:
        raise Hidden
    with transaction.atomic():
        _close(request, State.WITHDRAWN, by)
        facts.record(
            JoinWithdrawn(
                community_id=request.community_id,
                by_id=request.person_id,
                person_id=request.person_id,
                request_id=request_id,
            )
        )


def accept(request_id: int, *, by: Viewer) -> Membership:
    """Let somebody in who asked. Raises `Conflict` when another coordinator decided first."""
    request = find_request(request_id, by)
    policy.require(Permission.INVITE, by, request.community)
    with transaction.atomic():
        community = hold(request.community_id)
        _close(request, State.ACCEPTED, by)
        membership = enter(community, request.person_id, by_id=person_of(by), way="request")
        _tell(request, accepted=True, by=by)
    return membership


def decline(request_id: int, reason: str, *, by: Viewer) -> None:
    """Say no, and why: whoever asked reads the reason. Raises `Conflict` when another coordinator decided first."""
    request = find_request(request_id, by)
    policy.require(Permission.COORDINATE, by, request.community)
    reason = writing.paragraph(reason, field="reason", limit=500)
    if not reason:
        raise Refused("empty", _("Say why, in a sentence that you would like to read yourself."), "reason")
    with transaction.atomic():
        _close(request, State.DECLINED, by, reason)
        _tell(request, accepted=False, by=by)


def _close(request: JoinRequest, state: str, by: Viewer, reason: str = "") -> None:
    """Only an open request moves: of two who decide at once, the second is told what the first did."""
    still_open = JoinRequest.objects.filter(pk=request.pk, state=State.OPEN)
    if still_open.update(state=state, reason=reason, decided_at=clock.now(), decided_by_id=by.person_id):
        return
    now = JoinRequest.objects.select_related("decided_by").get(pk=request.pk)
    who = now.decided_by.name if now.decided_by else ""
    said = {
        State.ACCEPTED: _("%(name)s accepted this request already."),
        State.DECLINED: _("%(name)s declined this request already."),
        State.WITHDRAWN: _("%(name)s took this request back."),
    }[State(now.state)]
    raise Conflict("decided", said % {"name": who}, theirs=now)


def _tell(request: JoinRequest, *, accepted: bool, by: Viewer) -> None:
    facts.record(
        JoinDecided(
            community_id=request.community_id,
            by_id=person_of(by),
            person_id=request.person_id,
            request_id=request.pk,
            accepted=accepted,
        )
    )

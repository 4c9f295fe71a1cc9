"""Finding what a rule works on, as far as whoever asks may know of it. All of them raise `Hidden`."""

from __future__ import annotations

from lorehall.communities.models import Community, Invitation, JoinRequest, Membership, Room
from lorehall.communities.policy import may_know, may_know_room
from lorehall.kernel.errors import Forbidden, Hidden
from lorehall.people.viewer import Viewer


def find_community(community_id: int, by: Viewer) -> Community:
    """A community that the viewer may know of."""
    community = Community.objects.filter(pk=community_id).first()
    if community is None or not may_know(by, community):
        raise Hidden
    return community


def find_room(room_id: int, by: Viewer) -> Room:
    """A room that the viewer may read or, as a coordinator, knows of; its community comes along."""
    room = Room.objects.select_related("community").filter(pk=room_id).first()
    if room is None or not may_know_room(by, room):
        raise Hidden
    return room


def find_request(request_id: int, by: Viewer) -> JoinRequest:
    """A request to join, in a community that the viewer may know of; its community comes along."""
    request = JoinRequest.objects.select_related("community").filter(pk=request_id).first()
    if request is None or not may_know(by, request.community):
        raise Hidden
    return request


def find_invitation(invitation_id: int, by: Viewer) -> Invitation:
    """An invitation to a community that the viewer may know of; its community comes along."""
    invitation = Invitation.objects.select_related("community").filter(pk=invitation_id).first()
    if invitation is None or not may_know(by, invitation.community):
        raise Hidden
    return invitation


def find_membership(community_id: int, person_id: int) -> Membership:
    """Somebody's membership, suspended ones too. The caller has asked the policy already."""
    membership = Membership.objects.filter(community_id=community_id, person_id=person_id).first()
    if membership is None:
        raise Hidden
    return membership


def person_of(by: Viewer) -> int:
    """The id of whoever acts; raises `Forbidden` for a visitor."""
    if by.person_id is None:
        raise Forbidden("sign_in", "Sign in first.")
    return by.person_id

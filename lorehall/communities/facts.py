"""What happened to communities and the people in them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from lorehall.kernel.facts import Fact


@dataclass(frozen=True, slots=True)
class CommunityFact(Fact):
    """Something about one community, done by somebody; the order of its facts is kept."""

    community_id: int
    by_id: int

    @property
    def subject(self) -> str:
        return f"community:{self.community_id}"


@dataclass(frozen=True, slots=True)
class CommunityOpened(CommunityFact):
    """With its first room, its charter and its first coordinator."""

    name: ClassVar[str] = "communities.opened"


@dataclass(frozen=True, slots=True)
class CommunityChanged(CommunityFact):
    """`what` names the changed settings, joined by commas."""

    name: ClassVar[str] = "communities.changed"

    what: str


@dataclass(frozen=True, slots=True)
class VisibilityChanged(CommunityFact):
    name: ClassVar[str] = "communities.visibility_changed"

    before: str
    after: str


@dataclass(frozen=True, slots=True)
class StageChanged(CommunityFact):
    name: ClassVar[str] = "communities.stage_changed"

    before: str
    after: str


@dataclass(frozen=True, slots=True)
class CharterRevised(CommunityFact):
    name: ClassVar[str] = "communities.charter_revised"

    number: int


@dataclass(frozen=True, slots=True)
class LaunchStepMarked(CommunityFact):
    name: ClassVar[str] = "communities.launch_step_marked"

    step: str


@dataclass(frozen=True, slots=True)
class MemberFact(CommunityFact):
    """Something about one person's membership; `by_id` may be the person."""

    person_id: int


@dataclass(frozen=True, slots=True)
class MemberJoined(MemberFact):
    """`way` is opening, open, request or invitation."""

    name: ClassVar[str] = "communities.member_joined"

    role: str
    way: str


@dataclass(frozen=True, slots=True)
class MemberLeft(MemberFact):
    """They left by themselves, or were removed (`by_id` is somebody else, `reason` says why)."""

    name: ClassVar[str] = "communities.member_left"

    reason: str


@dataclass(frozen=True, slots=True)
class RoleChanged(MemberFact):
    name: ClassVar[str] = "communities.role_changed"

    before: str
    after: str


@dataclass(frozen=True, slots=True)
class MemberSuspended(MemberFact):
    name: ClassVar[str] = "communities.member_suspended"

    reason: str


@dataclass(frozen=True, slots=True)
class MemberReinstated(MemberFact):
    name: ClassVar[str] = "communities.member_reinstated"


@dataclass(frozen=True, slots=True)
class JoinRequested(MemberFact):
    name: ClassVar[str] = "communities.join_requested"

    request_id: int


@dataclass(frozen=True, slots=True)
class JoinWithdrawn(MemberFact):
    name: ClassVar[str] = "communities.join_withdrawn"

    request_id: int


@dataclass(frozen=True, slots=True)
class JoinDecided(MemberFact):
    """A coordinator accepted, or declined with a reason (which the request's row has)."""

    name: ClassVar[str] = "communities.join_decided"

    request_id: int
    accepted: bool


@dataclass(frozen=True, slots=True)
class InvitationFact(CommunityFact):
    invitation_id: int


@dataclass(frozen=True, slots=True)
class InvitationMade(InvitationFact):
    """`by_mail` says whether it went to one address or is a link to be passed on."""

    name: ClassVar[str] = "communities.invitation_made"

    by_mail: bool


@dataclass(frozen=True, slots=True)
class InvitationUsed(InvitationFact):
    name: ClassVar[str] = "communities.invitation_used"


@dataclass(frozen=True, slots=True)
class InvitationRevoked(InvitationFact):
    name: ClassVar[str] = "communities.invitation_revoked"


@dataclass(frozen=True, slots=True)
class RoomFact(CommunityFact):
    room_id: int


@dataclass(frozen=True, slots=True)
class RoomMade(RoomFact):
    name: ClassVar[str] = "communities.room_made"


@dataclass(frozen=True, slots=True)
class RoomChanged(RoomFact):
    name: ClassVar[str] = "communities.room_changed"

    access_before: str
    access_after: str


@dataclass(frozen=True, slots=True)
class RoomEntered(RoomFact):
    """Somebody was let into a room for invited members."""

    name: ClassVar[str] = "communities.room_entered"

    person_id: int


@dataclass(frozen=True, slots=True)
class RoomLeft(RoomFact):
    """Somebody left such a room, or was taken out of it."""

    name: ClassVar[str] = "communities.room_left"

    person_id: int

"""What stands at the door: how one gets in, what one asked, who asks. Budget: 1 statement each, 3 at the door."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from lorehall.communities.models import Invitation, JoinRequest, Membership
from lorehall.communities.places import Place
from lorehall.communities.queries.charter import CharterPage, charter
from lorehall.communities.rules.invite import hash_of
from lorehall.kernel import clock
from lorehall.people.viewer import Viewer

State = JoinRequest.State


@dataclass(frozen=True, slots=True)
class OwnRequest:
    """The viewer's latest request."""

    id: int
    state: str
    message: str
    reason: str
    asked_at: datetime
    decided_at: datetime | None

    @property
    def is_open(self) -> bool:
        return self.state == State.OPEN

    @property
    def was_declined(self) -> bool:
        return self.state == State.DECLINED


@dataclass(frozen=True, slots=True)
class Doorstep:
    """What an outsider reads before coming in; `suspended` says why for who was suspended, else it is None."""

    charter: CharterPage
    asked: OwnRequest | None
    suspended: str | None = None


def doorstep(viewer: Viewer, place: Place) -> Doorstep:
    """What the community is about and for whom, and what the viewer asked already."""
    asked = None
    if viewer.person_id is not None:
        mine = JoinRequest.objects.filter(community_id=place.id, person_id=viewer.person_id).order_by("-id")
        row = mine.values_list("id", "state", "message", "reason", "asked_at", "decided_at").first()
        asked = OwnRequest(*row) if row else None
    return Doorstep(charter(place), asked, _suspended(viewer, place))


def _suspended(viewer: Viewer, place: Place) -> str | None:
    if viewer.person_id is None or place.is_member:
        return None
    mine = Membership.objects.filter(community_id=place.id, person_id=viewer.person_id)
    return mine.exclude(suspended_at=None).values_list("suspended_for", flat=True).first()


@dataclass(frozen=True, slots=True)
class RequestRow:
    """A request as coordinators see it."""

    id: int
    state: str
    message: str
    reason: str
    asked_at: datetime
    decided_at: datetime | None
    decided_by: str | None
    name: str
    handle: str
    photo: str
    hue: int
    about: str


_REQUEST = (
    "id",
    "state",
    "message",
    "reason",
    "asked_at",
    "decided_at",
    "decided_by__name",
    "person__name",
    "person__handle",
    "person__photo",
    "person__hue",
    "person__about",
)


def waiting(place: Place, *, after: int = 0, limit: int = 30) -> list[RequestRow]:
    """Requests that wait for a coordinator, those that wait longest first."""
    found = JoinRequest.objects.filter(community_id=place.id, state=State.OPEN, pk__gt=after)
    return [RequestRow(*row) for row in found.order_by("pk").values_list(*_REQUEST)[:limit]]


def how_many_wait(place: Place) -> int:
    """How many ask to join and have no answer."""
    return JoinRequest.objects.filter(community_id=place.id, state=State.OPEN).count()


def decided(place: Place, *, limit: int = 20) -> list[RequestRow]:
    """The latest that were decided."""
    found = JoinRequest.objects.filter(community_id=place.id, state__in=(State.ACCEPTED, State.DECLINED))
    return [RequestRow(*row) for row in found.order_by("-decided_at", "-pk").values_list(*_REQUEST)[:limit]]


@dataclass(frozen=True, slots=True)
class InvitationRow:
    """An invitation as coordinators see it."""

    id: int
    email: str
    note: str
    made_at: datetime
    expires_at: datetime
    most_uses: int
    uses: int
    revoked_at: datetime | None
    by_name: str
    state: str


def invitations(place: Place, *, before: int | None = None, limit: int = 31) -> list[InvitationRow]:
    """The community's invitations, newest first."""
    now = clock.now()
    found = Invitation.objects.filter(community_id=place.id)
    if before is not None:
        found = found.filter(pk__lt=before)
    fields = ("id", "email", "note", "made_at", "expires_at", "most_uses", "uses", "revoked_at", "by__name")
    rows: Iterable[Any] = found.order_by("-pk").values_list(*fields)[:limit]
    return [InvitationRow(*(*row, _state(row[7], row[6], row[5], row[4], now))) for row in rows]


def _state(revoked: datetime | None, uses: int, most: int, expires: datetime, now: datetime) -> str:
    if revoked is not None:
        return "revoked"
    if uses >= most:
        return "used"
    return "over" if expires <= now else "standing"


@dataclass(frozen=True, slots=True)
class Welcome:
    """What the holder of a token reads: of a secret community too, and nobody else does."""

    community_id: int
    slug: str
    name: str
    summary: str
    hue: int
    members: int
    about: str
    for_whom: str
    inviter: str
    note: str
    expires_at: datetime


def home_of_token(token: str, viewer: Viewer) -> str:
    """The slug of the community that a token of any state was made for, for its members; empty for all others."""
    found = Invitation.objects.filter(token_hash=hash_of(token), community_id__in=list(viewer.memberships))
    return found.values_list("community__slug", flat=True).first() or ""


def welcome(token: str) -> Welcome | None:
    """What a token that stands opens; None for any other."""
    standing = Invitation.objects.filter(token_hash=hash_of(token), revoked_at=None, expires_at__gt=clock.now())
    found = standing.select_related("community", "by").first()
    if found is None or found.uses >= found.most_uses or found.community.is_closed:
        return None
    community = found.community
    charter = community.charters.get(number=community.charter_number)
    return Welcome(
        community_id=community.pk,
        slug=community.slug,
        name=community.name,
        summary=community.summary,
        hue=community.hue,
        members=community.members_count,
        about=charter.html.get("about", ""),
        for_whom=charter.html.get("for_whom", ""),
        inviter=found.by.name,
        note=found.note,
        expires_at=found.expires_at,
    )

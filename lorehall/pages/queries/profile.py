"""What a person did here, as far as the reader may see it. Three statements."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from lorehall.communities.models import Membership, Role, Visibility
from lorehall.content import addresses
from lorehall.content.models import Post, PostRole
from lorehall.content.policy import visible
from lorehall.people.viewer import Viewer
from lorehall.questions.models import HelpedOn

LATEST = 10
KNOWN_FOR = 8


@dataclass(frozen=True, slots=True)
class Belongs:
    name: str
    slug: str
    role: str
    since: datetime

    @property
    def role_words(self) -> str:
        return str(Role(self.role).label)


@dataclass(frozen=True, slots=True)
class KnownFor:
    tag: str
    url: str
    confirmed: int


@dataclass(frozen=True, slots=True)
class Said:
    """A post: `answer` says whether it answered somebody, else it opened or replied."""

    title: str
    url: str
    role: str
    confirmed: bool
    at: datetime


@dataclass(frozen=True, slots=True)
class Deeds:
    communities: Sequence[Belongs]
    known_for: Sequence[KnownFor]
    latest: Sequence[Said]

    @property
    def nothing(self) -> bool:
        return not (self.communities or self.known_for or self.latest)


def deeds(viewer: Viewer, person_id: int) -> Deeds:
    """Members see each other's memberships; what somebody wrote is seen where it may be read."""
    return Deeds(_communities(viewer, person_id), _known_for(viewer, person_id), _latest(viewer, person_id))


def _communities(viewer: Viewer, person_id: int) -> list[Belongs]:
    """Those that the viewer is in too."""
    if not viewer.memberships:
        return []
    shared = Membership.objects.filter(
        person_id=person_id, suspended_at=None, community_id__in=list(viewer.memberships)
    ).order_by("joined_at", "pk")
    rows = shared.values_list("community__name", "community__slug", "role", "joined_at")
    return [Belongs(*row) for row in rows[:20]]


def _known_for(viewer: Viewer, person_id: int) -> list[KnownFor]:
    """Only rooms for the whole community count there, so whoever reads the community may know."""
    reads = Q(tag__community__visibility=Visibility.PUBLIC) | Q(tag__community_id__in=list(viewer.memberships))
    helped = HelpedOn.objects.filter(reads, person_id=person_id, confirmed__gt=0, tag__merged_into=None)
    rows = helped.order_by("-confirmed", "tag__slug").values_list(
        "tag__name", "tag__community__slug", "tag__slug", "confirmed"
    )
    return [KnownFor(name, f"/c/{place}/tags/{slug}", number) for name, place, slug, number in rows[:KNOWN_FOR]]


def _latest(viewer: Viewer, person_id: int) -> list[Said]:
    posts = Post.objects.filter(author_id=person_id, deleted_at=None, item__in=visible(viewer))
    rows = posts.order_by("-created_at", "-id").values_list(
        "item__title",
        "item__kind",
        "item_id",
        "item__slug",
        "id",
        "number",
        "role",
        "parent_id",
        "item__question__confirmations__post_id",
        "item__question__confirmations__ended_at",
        "created_at",
    )
    found: dict[int, Said] = {}
    for title, kind, item, slug, post, number, role, parent, confirmed, ended, at in rows[: LATEST * 2]:
        said = "reply" if role == PostRole.REPLY and parent else role
        stands = confirmed == post and ended is None
        if post not in found or stands:
            found[post] = Said(title, addresses.of_post(kind, item, slug, post, number), said, stands, at)
    return list(found.values())[:LATEST]

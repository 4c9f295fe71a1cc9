"""What a person did here, as far as the reader may see it. Three statements."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from lorehall.communities.models import Membership, Role, Visibility
from lorehall.communities.policy import as_reader, reading_as
from lorehall.content import addresses
from lorehall.content.models import Post, PostRole
from lorehall.kernel.db.prepared import Parameters, prepare
from lorehall.people.viewer import Viewer
from lorehall.questions.models import Confirmation, HelpedOn

LATEST = 10
READ = 30
"""So many posts are looked at for the latest: several may stand under one title."""
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
    kind: str


@dataclass(frozen=True, slots=True)
class Deeds:
    communities: Sequence[Belongs]
    known_for: Sequence[KnownFor]
    latest: Sequence[Said]
    own: bool = False
    """Somebody looks at their own page."""

    @property
    def nothing(self) -> bool:
        return not (self.communities or self.known_for or self.latest)


_shared = prepare(
    lambda p: (
        Membership.objects.filter(person_id=p("person"), suspended_at=None, community_id__in=p.many("communities"))
        .order_by("joined_at", "pk")
        .values_list("community__name", "community__slug", "role", "joined_at")[:20]
    )
)
_helped = prepare(
    lambda p: (
        HelpedOn.objects.filter(
            Q(tag__community__visibility=Visibility.PUBLIC) | Q(tag__community_id__in=p.many("communities")),
            person_id=p("person"),
            confirmed__gt=0,
            tag__merged_into=None,
        )
        .order_by("-confirmed", "tag__slug")
        .values_list("tag__name", "tag__community__slug", "tag__slug", "confirmed")[:KNOWN_FOR]
    )
)


def deeds(viewer: Viewer, person_id: int) -> Deeds:
    """Members see each other's memberships; what somebody wrote is seen where it may be read."""
    return Deeds(
        _communities(viewer, person_id),
        _known_for(viewer, person_id),
        _latest(viewer, person_id),
        viewer.person_id == person_id,
    )


def _communities(viewer: Viewer, person_id: int) -> list[Belongs]:
    """Those that the viewer is in too."""
    if not viewer.memberships:
        return []
    return [Belongs(*row) for row in _shared(person=person_id, communities=list(viewer.memberships))]


def _known_for(viewer: Viewer, person_id: int) -> list[KnownFor]:
    """Only rooms for the whole community count there, so whoever reads the community may know."""
    rows = _helped(person=person_id, communities=list(viewer.memberships))
    return [KnownFor(name, f"/c/{place}/tags/{slug}", number) for name, place, slug, number in rows]


def _posts(p: Parameters) -> QuerySet[Post, tuple[Any, ...]]:
    # The rule is put to each post of the person's own, newest first: `item__in` would gather all items that the
    # reader may see before it looks at one of them.
    posts = Post.objects.filter(
        reading_as(p, "item__room"), author_id=p("person"), deleted_at=None, item__deleted_at=None
    )
    stands = Exists(Confirmation.objects.filter(post_id=OuterRef("pk"), ended_at=None))
    item = ("item__title", "item__kind", "item_id", "item__slug")
    own = ("id", "number", "role", "parent_id", "created_at")
    found = posts.annotate(stands=stands).order_by("-created_at", "-id")
    return found.values_list(*item, *own, "stands")[:READ]


_written = prepare(_posts)


def _latest(viewer: Viewer, person_id: int) -> list[Said]:
    """Each item once: by the post that was confirmed, else by the newest."""
    found: dict[int, Said] = {}
    for row in _written(person=person_id, **as_reader(viewer)):
        title, kind, item, slug, post, number, role, parent, at, stands = row
        said = "reply" if role == PostRole.REPLY and parent else role
        if item not in found or (stands and not found[item].confirmed):
            found[item] = Said(title, addresses.of_post(kind, item, slug, post, number), said, bool(stands), at, kind)
    return sorted(found.values(), key=lambda one: one.at, reverse=True)[:LATEST]

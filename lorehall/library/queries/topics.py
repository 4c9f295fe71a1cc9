"""The topic map as one viewer may see it: two statements, whatever its size."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count, Q

from lorehall.communities.places import Place
from lorehall.kernel.db.prepared import Parameters, prepare
from lorehall.kernel.errors import Hidden
from lorehall.library.models import Placement, Topic
from lorehall.library.queries.rows import Shelf, Sieve, shelf
from lorehall.library.standings import STANDING
from lorehall.people.viewer import Viewer


@dataclass(slots=True)
class Branch:
    """A topic and what is below it. `number` counts the practices that stand in it and below, `own` those right here,
    `any` also those that are outdated, superseded or retired: in what the viewer reads.
    """

    id: int
    parent_id: int | None
    name: str
    slug: str
    about: str
    trail: Sequence[tuple[str, str]]
    own: int = 0
    any: int = 0
    number: int = 0
    children: list[Branch] = field(default_factory=list)

    @property
    def depth(self) -> int:
        return len(self.trail) - 1


@dataclass(frozen=True, slots=True)
class Map:
    """`placed` counts the practices that stand somewhere in it."""

    top: Sequence[Branch]
    placed: int

    def walk(self) -> Iterator[Branch]:
        """Every branch, each before those below it, in their order."""
        ahead = list(reversed(self.top))
        while ahead:
            branch = ahead.pop()
            yield branch
            ahead += reversed(branch.children)

    def find(self, slug: str) -> Branch:
        """The branch with this address; raises `Hidden`."""
        for branch in self.walk():
            if branch.slug == slug:
                return branch
        raise Hidden


_topics = prepare(
    lambda p: (
        Topic.objects.filter(community_id=p("community"))
        .order_by("position", "id")
        .values_list("id", "parent_id", "name", "slug", "about", "trail")
    )
)


def _counted(p: Parameters) -> Any:
    stands = Q(item__state__in=STANDING)
    placed = Placement.objects.filter(
        topic__community_id=p("community"), item__room_id__in=p.many("rooms"), item__deleted_at=None
    )
    counted = placed.order_by().values("topic_id").annotate(own=Count("item_id", filter=stands), every=Count("item_id"))
    return counted.values_list("topic_id", "own", "every")


_counts = prepare(_counted)


def topic_map(place: Place, *, whole: bool = False) -> Map:
    """The branches in which there is something for the viewer: what is empty for them is not named either. `whole`
    shows all of it, for who arranges it.
    """
    if not place.reads:
        return Map((), 0)
    branches = {row[0]: Branch(*row) for row in _topics(community=place.id)}
    if not branches:
        return Map((), 0)
    for topic_id, own, every in _counts(community=place.id, rooms=place.room_ids):
        branches[topic_id].own, branches[topic_id].any = own, every
    top = []
    for branch in branches.values():
        if branch.parent_id is None:
            top.append(branch)
        else:
            branches[branch.parent_id].children.append(branch)
    kept = [branch for branch in top if _settle(branch, whole=whole)]
    return Map(kept, sum(branch.own for branch in branches.values()))


def _settle(branch: Branch, *, whole: bool) -> bool:
    """Count upwards, leave out what is empty; whether there is anything. A map is eight levels deep at most."""
    branch.children = [child for child in branch.children if _settle(child, whole=whole)]
    branch.number = branch.own + sum(child.number for child in branch.children)
    return whole or bool(branch.any or branch.children)


@dataclass(frozen=True, slots=True)
class TopicPage:
    branch: Branch
    rows: Shelf


def topic_page(viewer: Viewer, place: Place, slug: str, *, after: str | None, before: str | None) -> TopicPage:
    """A topic with what hangs on it, by title. Four statements; raises `Hidden` for what there is nothing in for the
    viewer, who does not keep the library.
    """
    branch = topic_map(place, whole=place.keeps).find(slug)
    here = Sieve(topic=branch.id, state="any")
    rows = shelf(viewer, place, here, "title", after=after, before=before)
    return TopicPage(branch, rows)

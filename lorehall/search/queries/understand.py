"""From what was typed to what is looked for: names become ids, as far as the viewer may know them.

One statement for each place asked for, one for people, one for tags. What is unknown and what is hidden are left out
in the same words.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, time

from django.db.models import Exists, F, OuterRef, Q
from django.db.models.functions import Coalesce
from django.utils import timezone

from lorehall.communities.places import Place, place
from lorehall.communities.policy import reading
from lorehall.content.models import Tag, TagCount
from lorehall.content.rules.tag import tag_slug
from lorehall.kernel.errors import Hidden
from lorehall.people.models import Person
from lorehall.people.policy import visible
from lorehall.people.viewer import Viewer
from lorehall.search.syntax import MINE, Asked, first_day
from lorehall.search.wanted import Wanted

MOST_PLACES = 3


@dataclass(slots=True)
class Understood:
    """`wanted`; the places that were named; names of people by handle; and the filters that were left out, each
    with why: nobody, no_place, no_tag, sign_in, places.
    """

    wanted: Wanted
    places: list[Place] = field(default_factory=list)
    names: dict[str, str] = field(default_factory=dict)
    left_out: list[tuple[str, str, str]] = field(default_factory=list)

    @property
    def place(self) -> Place | None:
        """The community that all of it is in, where it is one."""
        return self.places[0] if len({one.id for one in self.places}) == 1 else None


def understand(viewer: Viewer, asked: Asked, order: str = "best") -> Understood:
    """What the viewer wants. Filters that come to nothing are left out, and said."""
    left_out: list[tuple[str, str, str]] = []
    places, communities, rooms = _places(viewer, asked, left_out)
    names, authors = _people(viewer, asked, left_out)
    return Understood(
        Wanted(
            words=asked.words,
            phrases=asked.phrases,
            without=asked.without,
            kinds=asked.kinds,
            community_ids=tuple(communities),
            room_ids=tuple(rooms),
            author_ids=tuple(authors),
            tag_slugs=_tags(viewer, asked, [one.id for one in places], left_out),
            states=tuple(state for state in asked.states if state not in MINE),
            mine=_own(viewer, asked, "mine", left_out),
            followed=_own(viewer, asked, "followed", left_out),
            before=_moment(asked.before),
            after=_moment(asked.after),
            order=order,
        ),
        places,
        names,
        left_out,
    )


def _places(
    viewer: Viewer, asked: Asked, left_out: list[tuple[str, str, str]]
) -> tuple[list[Place], list[int], list[int]]:
    places: dict[str, Place] = {}
    communities, rooms = [], []
    for number, said in enumerate(asked.places):
        slug, _slash, room = said.partition("/")
        if number >= MOST_PLACES:
            left_out.append(("places", "in", said))
            continue
        try:
            here = places.get(slug) or place(viewer, slug=slug)
            if room:
                rooms.append(here.room(room).id)
            else:
                communities.append(here.id)
            places[slug] = here
        except Hidden:
            left_out.append(("no_place", "in", said))
    return list(places.values()), communities, rooms


def _people(viewer: Viewer, asked: Asked, left_out: list[tuple[str, str, str]]) -> tuple[dict[str, str], list[int]]:
    names, authors = {}, []
    if "me" in asked.authors:
        if viewer.signed_in:
            names["me"] = viewer.name
            authors.append(viewer.id)
        else:
            left_out.append(("sign_in", "by", "me"))
    handles = [handle for handle in asked.authors if handle != "me"]
    if handles:
        people = Person.objects.filter(visible(viewer), handle__in=handles).values_list("handle", "id", "name")
        known = {handle: (person_id, name) for handle, person_id, name in people}
        for handle in handles:
            if handle in known:
                authors.append(known[handle][0])
                names[handle] = known[handle][1]
            else:
                left_out.append(("nobody", "by", handle))
    return names, authors


def _tags(
    viewer: Viewer, asked: Asked, community_ids: list[int], left_out: list[tuple[str, str, str]]
) -> tuple[str, ...]:
    """Slugs of the tags that stand, for those that were merged the ones they went into."""
    if not asked.tags:
        return ()
    seen = TagCount.objects.filter(reading(viewer, "room"), tag_id=OuterRef("standing"), total__gt=0)
    slugs = {said: tag_slug(said) for said in asked.tags}
    named = Q(slug__in=set(slugs.values()))
    if community_ids:
        named &= Q(community_id__in=community_ids)
    tags = Tag.objects.filter(named).annotate(standing=Coalesce("merged_into_id", F("id"))).filter(Exists(seen))
    known = {slug: into or slug for slug, into in tags.values_list("slug", "merged_into__slug")}
    left_out += [("no_tag", "tag", said) for said in asked.tags if slugs[said] not in known]
    return tuple(dict.fromkeys(known[slug] for slug in slugs.values() if slug in known))


def _own(viewer: Viewer, asked: Asked, which: str, left_out: list[tuple[str, str, str]]) -> bool:
    if which not in asked.states:
        return False
    if not viewer.signed_in:
        left_out.append(("sign_in", "is", which))
    return viewer.signed_in


def _moment(said: str) -> datetime | None:
    """Where the day, month or year begins for the reader."""
    day = first_day(said) if said else None
    return timezone.make_aware(datetime.combine(day, time.min)) if day else None

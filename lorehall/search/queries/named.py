"""People and tags by the beginnings of their names."""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Sum, Value

from lorehall.communities.models import Membership
from lorehall.communities.policy import reading
from lorehall.content.models import Post, Tag
from lorehall.content.rules.tag import tag_slug
from lorehall.kernel.text import fold
from lorehall.people.models import Person
from lorehall.people.viewer import Viewer
from lorehall.search.queries.shapes import PersonFound, TagFound

LEAST = 2
MOST_NAMES = 4


def people(viewer: Viewer, words: str, *, size: int = 5) -> list[PersonFound]:
    """Members of the viewer's communities, and after them authors of imported posts that the viewer may read. One
    statement.
    """
    asked = _asked(words)
    if not asked:
        return []
    names = Q()
    for word in asked:
        names &= Q(name__istartswith=word) | Q(name__icontains=f" {word}")
    wrote = Post.objects.filter(
        reading(viewer, "item__room"), author_id=OuterRef("pk"), deleted_at=None, item__deleted_at=None
    )
    authors = Person.objects.filter(names | Q(handle=asked[0]), Exists(wrote), attributed=True, is_active=True)
    found = authors.annotate(after=Value(1), called=F("name")).values_list("after", "called", *_PERSON[1:])
    there = _members(viewer, asked).annotate(after=Value(0), called=F("person__name"))
    both = there.values_list("after", "called", *(f"person__{name}" for name in _PERSON[1:])).union(found)
    known: dict[str, PersonFound] = {}
    for row in both.order_by("after", "called")[: size * 2]:
        known.setdefault(row[2], _person(*row[1:]))  # somebody may be both
    return list(known.values())[:size]


_PERSON = ("name", "handle", "hue", "photo", "about")


def _person(name: str, handle: str, hue: int, photo: str, about: str) -> PersonFound:
    return PersonFound(name, handle, hue, photo, about, f"/people/{handle}")


def members(viewer: Viewer, words: str, *, size: int, community_id: int | None = None) -> list[PersonFound]:
    """Members of the viewer's communities, or of one of them. One statement, none for visitors."""
    among = [one for one in viewer.memberships if community_id is None or one == community_id]
    asked = _asked(words)
    if not among or not asked:
        return []
    there = _members(viewer, asked, among)
    fields = ("name_key", "person_id", *(f"person__{name}" for name in _PERSON))
    # One person may be in several of them.
    rows = there.order_by("name_key", "person_id").values_list(*fields).distinct()[:size]
    return [_person(*row[2:]) for row in rows]


def _members(viewer: Viewer, asked: list[str], among: Sequence[int] | None = None) -> QuerySet[Membership]:
    communities = list(viewer.memberships) if among is None else among
    there = Membership.objects.filter(community_id__in=communities, suspended_at=None, person__is_active=True)
    named = Q()
    for word in asked:
        named &= Q(name_key__contains=f" {word}")
    return there.filter(named | Q(person__handle__startswith=asked[0]))


def _asked(words: str) -> list[str]:
    asked = fold(words[:200]).replace("\0", " ").lstrip("@").split()[:MOST_NAMES]
    return asked if len("".join(asked)) >= LEAST else []


def tags(viewer: Viewer, words: str, *, community_ids: Sequence[int] = (), size: int = 5) -> list[TagFound]:
    """Tags by the beginnings of their words, as far as the viewer may see something that carries them; what is carried
    most comes first. One statement.
    """
    slug = tag_slug(words[:200])
    if len(slug) < LEAST:
        return []
    named = Q(slug__startswith=slug) | Q(slug__contains=f"-{slug}")
    found = Tag.objects.filter(named, merged_into=None)
    if community_ids:
        found = found.filter(community_id__in=community_ids)
    counted = found.annotate(n=Sum("counts__total", filter=reading(viewer, "counts__room"))).filter(n__gt=0)
    rows = counted.order_by("-n", "slug", "id").values_list("name", "slug", "community__name", "community__slug", "n")
    return [TagFound(*row, url=f"/c/{row[3]}/tags/{row[1]}") for row in rows[:size]]

"""People and tags by the beginnings of their names."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Sum, Value

from lorehall.communities.models import Membership
from lorehall.communities.policy import as_reader, reading_as
from lorehall.content.models import Post, Tag
from lorehall.content.rules.tag import tag_slug
from lorehall.kernel.db.functions import Like, unlike
from lorehall.kernel.db.prepared import Parameters, Prepared, prepare
from lorehall.kernel.text import fold
from lorehall.people.models import Person
from lorehall.people.viewer import Viewer
from lorehall.search.queries.shapes import PersonFound, TagFound

LEAST = 2
MOST_NAMES = 4
SHAPES = 50


def people(viewer: Viewer, words: str, *, size: int = 5) -> list[PersonFound]:
    """Members of the viewer's communities, and after them authors of imported posts that the viewer may read. One
    statement.
    """
    asked = _asked(words)
    if not asked:
        return []
    begins = {f"begins{number}": f"{unlike(word)}%" for number, word in enumerate(asked)}
    rows = _people(len(asked), size)(**_inner(asked), **begins, handle=asked[0], **as_reader(viewer))
    known: dict[str, PersonFound] = {}
    for row in rows:
        known.setdefault(row[2], _person(*row[1:]))  # somebody may be both
    return list(known.values())[:size]


@lru_cache(maxsize=SHAPES)
def _people(words: int, size: int) -> Prepared:
    return prepare(lambda p: _people_query(p, words)[: size * 2])


def _people_query(p: Parameters, words: int) -> QuerySet[Any, Any]:
    names = Q()
    for number in range(words):
        names &= Q(Like("name", p.text(f"begins{number}"))) | Q(Like("name", p.text(f"word{number}")))
    wrote = Post.objects.filter(
        reading_as(p, "item__room"), author_id=OuterRef("pk"), deleted_at=None, item__deleted_at=None
    )
    authors = Person.objects.filter(names | Q(handle=p.text("handle")), Exists(wrote), attributed=True, is_active=True)
    found = authors.annotate(after=Value(1), called=F("name")).values_list("after", "called", *_PERSON[1:])
    there = _members(p, words, "memberships").annotate(after=Value(0), called=F("person__name"))
    both = there.values_list("after", "called", *(f"person__{name}" for name in _PERSON[1:])).union(found)
    return both.order_by("after", "called")


_PERSON = ("name", "handle", "hue", "photo", "about")


def _person(name: str, handle: str, hue: int, photo: str, about: str) -> PersonFound:
    return PersonFound(name, handle, hue, photo, about, f"/people/{handle}")


def members(viewer: Viewer, words: str, *, size: int, community_id: int | None = None) -> list[PersonFound]:
    """Members of the viewer's communities, or of one of them. One statement, none for visitors."""
    among = [one for one in viewer.memberships if community_id is None or one == community_id]
    asked = _asked(words)
    if not among or not asked:
        return []
    rows = _member_names(len(asked), size)(**_inner(asked), among=among)
    return [_person(*row[2:]) for row in rows]


@lru_cache(maxsize=SHAPES)
def _member_names(words: int, size: int) -> Prepared:
    fields = ("name_key", "person_id", *(f"person__{name}" for name in _PERSON))
    # One person may be in several of them.
    return prepare(
        lambda p: _members(p, words, "among").order_by("name_key", "person_id").values_list(*fields).distinct()[:size]
    )


def _members(p: Parameters, words: int, among: str) -> QuerySet[Membership]:
    there = Membership.objects.filter(community_id__in=p.many(among), suspended_at=None, person__is_active=True)
    named = Q()
    for number in range(words):
        named &= Q(Like("name_key", p.text(f"word{number}")))
    return there.filter(named | Q(Like("person__handle", p.text("begun"))))


def _inner(asked: Sequence[str]) -> dict[str, str]:
    """What `_members` is told: each word anywhere in a name, the first one at the beginning of a handle."""
    words = {f"word{number}": f"% {unlike(word)}%" for number, word in enumerate(asked)}
    return {**words, "begun": f"{unlike(asked[0])}%"}


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
    given = {"communities": community_ids} if community_ids else {}
    begins = {"begins": f"{unlike(slug)}%", "within": f"%-{unlike(slug)}%"}
    rows = _tags(bool(community_ids), size)(**begins, **given, **as_reader(viewer))
    return [TagFound(name, slug, there, at, n, f"/c/{at}/tags/{slug}") for name, slug, there, at, n in rows]


@lru_cache(maxsize=SHAPES)
def _tags(placed: bool, size: int) -> Prepared:
    return prepare(lambda p: _tags_query(p, placed=placed)[:size])


def _tags_query(p: Parameters, *, placed: bool) -> QuerySet[Any, Any]:
    named = Q(Like("slug", p.text("begins"))) | Q(Like("slug", p.text("within")))
    found = Tag.objects.filter(named, merged_into=None)
    if placed:
        found = found.filter(community_id__in=p.many("communities"))
    counted = found.annotate(n=Sum("counts__total", filter=reading_as(p, "counts__room"))).filter(n__gt=0)
    fields = ("name", "slug", "community__name", "community__slug", "n")
    return counted.order_by("-n", "slug", "id").values_list(*fields)

"""The members of a community. Budget: 1 statement a page."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet

from lorehall.communities.models import Membership, Role
from lorehall.communities.places import Place
from lorehall.communities.queries.keys import PAGE, cut, key, parse
from lorehall.communities.rules.enter import name_key
from lorehall.kernel.errors import Hidden

ORDERS = ("newest", "name")
_FIELDS = (
    "id",
    "person_id",
    "person__name",
    "person__handle",
    "person__photo",
    "person__hue",
    "person__about",
    "role",
    "joined_at",
    "suspended_at",
    "suspended_for",
    "suspended_by__name",
    "name_key",
)


@dataclass(frozen=True, slots=True)
class Member:
    """A member in a list, or on their own page."""

    id: int
    person_id: int
    name: str
    handle: str
    photo: str
    hue: int
    about: str
    role: str
    joined_at: datetime
    suspended_at: datetime | None
    suspended_for: str
    suspended_by: str | None
    name_key: str

    @property
    def role_label(self) -> str:
        return str(Role(self.role).label)


@dataclass(frozen=True, slots=True)
class Members:
    rows: list[Member]
    older: str


def members(place: Place, *, order: str = "newest", role: str = "", find: str = "", after: str = "") -> Members:
    """One page of active members: the newest first, or by name; of one role; whose name has a word that begins so."""
    found = Membership.objects.filter(community_id=place.id, suspended_at=None)
    if role in Role.values:
        found = found.filter(role=role)
    for word in name_key(find).split():
        found = found.filter(name_key__contains=f" {word}")
    rows, more = cut([Member(*row) for row in _page(found, order, after)])
    older = key(rows[-1].id, "" if order == "newest" else rows[-1].name_key) if more else ""
    return Members(rows, older)


def suspended(place: Place) -> list[Member]:
    """Who is suspended, the latest first: for coordinators."""
    found = Membership.objects.filter(community_id=place.id, suspended_at__isnull=False)
    return [Member(*row) for row in found.order_by("-suspended_at").values_list(*_FIELDS)[:100]]


def member(place: Place, handle: str) -> Member:
    """One of them by handle, suspended ones too; raises `Hidden`."""
    row = Membership.objects.filter(community_id=place.id, person__handle=handle).values_list(*_FIELDS).first()
    if row is None:
        raise Hidden
    return Member(*row)


def _page(found: QuerySet[Membership], order: str, after: str) -> list[Any]:
    if order == "name":
        if after:
            number, word = parse(after)
            found = found.filter(Q(name_key__gt=word) | Q(name_key=word, id__gt=number))
        found = found.order_by("name_key", "id")
    else:
        if after:
            number, _word = parse(after)
            at = Membership.objects.filter(pk=number).values("joined_at")[:1]
            found = found.filter(Q(joined_at__lt=at) | Q(joined_at=at, id__lt=number))
        found = found.order_by("-joined_at", "-id")
    return list(found.values_list(*_FIELDS)[: PAGE + 1])

"""Who is asking: a person with their memberships, read in one query."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple

from django.db.models import OuterRef, QuerySet, Subquery

from lorehall.communities.models import RoomMember
from lorehall.kernel import clock
from lorehall.kernel.db.functions import IdList, ids
from lorehall.kernel.db.prepared import Parameters, prepare
from lorehall.people.models import Person, Session
from lorehall.people.sessions import Holder, SessionStore, belongs
from lorehall.people.viewer import VISITOR, Viewer

_FIELDS = (
    "name",
    "handle",
    "photo",
    "hue",
    "timezone",
    "language",
    "theme",
    "is_host",
    "is_active",
    "password",
)
_MEMBERSHIP = ("memberships__community_id", "memberships__role", "memberships__suspended_at")


def _rooms(person: str) -> Subquery:
    """The ids of the rooms for invited members that a person is in; `person` is the path to the person's id."""
    mine = RoomMember.objects.filter(person_id=OuterRef(person)).order_by().values("person_id")
    return Subquery(mine.annotate(ids=IdList("room_id")).values("ids"))


def _viewer(rows: Sequence[Sequence[Any]]) -> Viewer:
    """One person from their rows: id, `_FIELDS`, rooms, then one membership a row (or None)."""
    first = rows[0]
    return Viewer(
        person_id=first[0],
        name=first[1],
        handle=first[2],
        photo=first[3],
        hue=first[4],
        timezone=first[5],
        language=first[6],
        theme=first[7],
        is_host=first[8],
        memberships={row[12]: row[13] for row in rows if row[12] is not None and row[14] is None},
        rooms=ids(first[11]),
    )


def viewer_of(person_id: int) -> Viewer:
    """The viewer that a person is now; raises `Person.DoesNotExist`."""
    people = Person.objects.filter(pk=person_id).annotate(rooms=_rooms("pk"))
    rows = list(people.values_list("pk", *_FIELDS, "rooms", *_MEMBERSHIP))
    if not rows:
        raise Person.DoesNotExist
    return _viewer(rows)


class SignedIn(NamedTuple):
    """A session that stands: who, the store already filled, and when it was last seen."""

    viewer: Viewer
    session: SessionStore
    seen_at: datetime


def _sessions(p: Parameters) -> QuerySet[Session, tuple[Any, ...]]:
    sessions = Session.objects.filter(session_key=p.text("key"), expire_date__gt=p.moment("now"))
    return sessions.annotate(rooms=_rooms("person_id")).values_list(
        "person_id",
        *(f"person__{name}" for name in _FIELDS),
        "rooms",
        *(f"person__{name}" for name in _MEMBERSHIP),
        "session_data",
        "seen_at",
    )


_read_session = prepare(_sessions)


def signed_in(session_key: str) -> SignedIn | None:
    """Who holds this session; None where there is none, or it no longer stands. One query.

    A visitor's session (nobody signed in yet) gives `VISITOR` with the store filled.
    """
    rows = _read_session(key=session_key, now=clock.now())
    if not rows:
        return None
    first = rows[0]
    store = SessionStore.filled(session_key, first[15])
    if first[0] is None:
        return SignedIn(VISITOR, store, first[16])
    holder = Holder(first[0], first[10], first[9])
    if not belongs(store, holder):
        return None
    return SignedIn(_viewer(rows), store, first[16])

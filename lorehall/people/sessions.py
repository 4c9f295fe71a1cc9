"""Sessions in our own table, so that session, person and memberships can be read by one query."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, cast

from django.contrib.auth import HASH_SESSION_KEY, SESSION_KEY
from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.sessions.backends.db import SessionStore as DatabaseStore
from django.utils.crypto import constant_time_compare

from lorehall.kernel import clock
from lorehall.people.models import Person, Session

# How stale "last seen" may be: a page read by a member should not write.
SEEN_EVERY = timedelta(hours=1)


class SessionStore(DatabaseStore):
    """Django's database store over `people.Session`, which also knows the person."""

    @classmethod
    def get_model_class(cls) -> type[Session]:
        return Session

    @classmethod
    def filled(cls, session_key: str, session_data: str) -> SessionStore:
        """A store whose row has been read already, joined with the person."""
        store = cls(session_key)
        store._session_cache = store.decode(session_data)  # type: ignore[attr-defined]
        return store

    def create_model_instance(self, data: Mapping[str, Any]) -> Session:
        return Session(
            session_key=self._get_or_create_session_key(),  # type: ignore[attr-defined]
            session_data=self.encode(dict(data)),
            expire_date=self.get_expiry_date(),
            person_id=data.get(SESSION_KEY),
            seen_at=clock.now(),
        )


class Holder:
    """What a session's row says of its person: enough to tell whether the session stands.

    A whole `Person` costs more to make than the row to read, and nothing else of it is asked for.
    """

    __slots__ = ("is_active", "password", "pk")

    def __init__(self, pk: int, password: str, is_active: bool) -> None:
        self.pk, self.password, self.is_active = pk, password, is_active

    _get_session_auth_hash = AbstractBaseUser._get_session_auth_hash  # type: ignore[attr-defined]  # noqa: SLF001

    def get_session_auth_hash(self) -> str:
        """What stands in the session while this is the person's password."""
        return AbstractBaseUser.get_session_auth_hash(cast("AbstractBaseUser", self))


def belongs(session: Mapping[str, Any] | DatabaseStore, person: Person | Holder) -> bool:
    """Whether this person opened the session, with the password they have now, and may still come in."""
    if not person.is_active or str(session.get(SESSION_KEY)) != str(person.pk):
        return False
    return constant_time_compare(str(session.get(HASH_SESSION_KEY, "")), person.get_session_auth_hash())


def renew(session: DatabaseStore, seen_at: datetime) -> None:
    """Have a session that is in use written anew, at most once in `SEEN_EVERY`: it lasts from the last visit.

    `seen_at` is what the row said. The session middleware saves it, and the browser gets its cookie again.
    """
    if clock.now() - seen_at >= SEEN_EVERY:
        session.modified = True

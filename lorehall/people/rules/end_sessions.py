"""Sign a person's browsers out, and forget what is left of sessions that are over."""

from __future__ import annotations

from allauth.usersessions.models import UserSession
from django.db import transaction
from django.db.models import Exists, OuterRef

from lorehall.kernel import clock
from lorehall.kernel.errors import Hidden
from lorehall.people.models import RateWindow, Session
from lorehall.people.viewer import Viewer


@transaction.atomic
def end_session(session_id: int, *, by: Viewer) -> str:
    """End one of one's own sessions and hand back its key; raises Hidden for any other."""
    keys = UserSession.objects.filter(pk=session_id, user_id=by.person_id or 0)
    key = keys.values_list("session_key", flat=True).first()
    if key is None:
        raise Hidden
    _end([key])
    return str(key)


@transaction.atomic
def end_other_sessions(person_id: int, *, keep: str | None) -> int:
    """End all of a person's sessions but the one with the key `keep`; says how many ended."""
    rows = Session.objects.filter(person_id=person_id).exclude(session_key=keep or "")
    keys = list(rows.values_list("session_key", flat=True))
    _end(keys)
    UserSession.objects.filter(user_id=person_id).exclude(session_key=keep or "").delete()
    return len(keys)


def forget_traces() -> None:
    """Remove sessions that ran out, the browsers of sessions that are gone, and windows of limits that closed."""
    now = clock.now()
    Session.objects.filter(expire_date__lt=now).delete()
    open_one = Session.objects.filter(session_key=OuterRef("session_key"))
    UserSession.objects.filter(~Exists(open_one)).delete()
    RateWindow.objects.filter(expires__lt=now).delete()


def _end(keys: list[str]) -> None:
    Session.objects.filter(session_key__in=keys).delete()
    UserSession.objects.filter(session_key__in=keys).delete()

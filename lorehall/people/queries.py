"""What the pages about people print. Every query here is one statement, whatever the number of rows."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.db.models import OuterRef, Subquery

from lorehall.kernel import clock
from lorehall.kernel.db.prepared import prepare
from lorehall.kernel.errors import Hidden
from lorehall.people import devices, policy
from lorehall.people.models import OldHandle, Person, Session
from lorehall.people.viewer import Viewer


@dataclass(frozen=True, slots=True)
class Card:
    """A person as they stand beside what they made."""

    person_id: int
    name: str
    handle: str
    photo: str
    hue: int
    attributed: bool


@dataclass(frozen=True, slots=True)
class Profile:
    """A person's page. `origin` and `origin_url` say where an attributed person comes from."""

    person_id: int
    name: str
    handle: str
    photo: str
    hue: int
    attributed: bool
    about: str
    joined_at: datetime
    origin: str
    origin_url: str
    is_self: bool


@dataclass(frozen=True, slots=True)
class OwnProfile:
    """What the settings page begins with."""

    name: str
    handle: str
    about: str
    photo: str
    hue: int
    timezone: str
    language: str
    theme: str
    public_profile: bool


@dataclass(frozen=True, slots=True)
class Passkey:
    """A passkey in the list of one's own."""

    id: int
    name: str
    added_at: datetime
    used_at: datetime | None


@dataclass(frozen=True, slots=True)
class Doors:
    """The ways into one's own account. `codes_left` is None while there are no recovery codes."""

    email: str
    changing_to: str
    has_password: bool
    has_app: bool
    passkeys: list[Passkey]
    codes_left: int | None


@dataclass(frozen=True, slots=True)
class Browser:
    """One of one's own sessions."""

    id: int
    device: str
    address: str
    began_at: datetime
    seen_at: datetime
    current: bool


_CARD = ("pk", "name", "handle", "photo", "hue", "attributed")


def cards(person_ids: Iterable[int]) -> dict[int, Card]:
    """People by id. What they are shown beside decides who may see it; a card adds nothing to that."""
    rows = Person.objects.filter(pk__in=set(person_ids)).values_list(*_CARD)
    return {row[0]: Card(*row) for row in rows}


_PROFILE = (*_CARD, "about", "joined_at", "attribution__source", "attribution__url")
_for_people = prepare(
    lambda p: Person.objects.filter(policy.seen_by(p("person")), handle=p.text("handle")).values_list(*_PROFILE)
)
_for_visitors = prepare(
    lambda p: Person.objects.filter(policy.seen_by(None), handle=p.text("handle")).values_list(*_PROFILE)
)


def profile(handle: str, *, viewer: Viewer) -> Profile:
    """The page of the person with this handle; raises Hidden where the viewer may not see one."""
    rows = (
        _for_people(handle=handle.lower(), person=viewer.person_id)
        if viewer.signed_in
        else _for_visitors(handle=handle.lower())
    )
    if not rows:
        raise Hidden
    row = rows[0]
    return Profile(*[*row[:8], row[8] or "", _web(row[9]), row[0] == viewer.person_id])


def handle_now(old: str, *, viewer: Viewer) -> str | None:
    """The handle of whoever had `old` before, if the viewer may see them."""
    holders = OldHandle.objects.filter(handle=old.lower()).values("person_id")
    found = Person.objects.filter(policy.visible(viewer), pk__in=holders)
    return found.values_list("handle", flat=True).first()


def own_profile(viewer: Viewer) -> OwnProfile:
    """One's own settings; raises Hidden for visitors."""
    fields = ("name", "handle", "about", "photo", "hue", "timezone", "language", "theme", "public_profile")
    row = Person.objects.filter(pk=viewer.person_id or 0).values_list(*fields).first()
    if row is None:
        raise Hidden
    return OwnProfile(*row)


def doors(viewer: Viewer) -> Doors:
    """How one comes in, in three statements; raises Hidden for visitors."""
    person = Person.objects.filter(pk=viewer.person_id or 0).only("email", "password").first()
    if person is None:
        raise Hidden
    pending = EmailAddress.objects.filter(user_id=person.pk, verified=False).order_by("-pk")
    keys, app, left = [], False, None
    for key in Authenticator.objects.filter(user_id=person.pk).order_by("pk"):
        if key.type == Authenticator.Type.WEBAUTHN:
            keys.append(Passkey(key.pk, key.wrap().name, key.created_at, key.last_used_at))
        elif key.type == Authenticator.Type.TOTP:
            app = True
        else:
            left = len(key.wrap().get_unused_codes())
    return Doors(
        email=person.email or "",
        changing_to=pending.values_list("email", flat=True).first() or "",
        has_password=person.has_usable_password(),
        has_app=app,
        passkeys=keys,
        codes_left=left,
    )


def browsers(viewer: Viewer, *, current: str | None) -> list[Browser]:
    """Where one is signed in: the browser whose session key is `current`, then the latest used."""
    now = clock.now()
    seen = Session.objects.filter(session_key=OuterRef("session_key"), expire_date__gt=now).values("seen_at")
    rows = UserSession.objects.filter(user_id=viewer.person_id or 0).annotate(at=Subquery(seen)).exclude(at=None)
    fields = ("pk", "user_agent", "ip", "created_at", "at", "session_key")
    found = [
        Browser(pk, devices.describe(agent), ip, began, max(began, at), key == current)
        for pk, agent, ip, began, at, key in rows.values_list(*fields)
    ]
    return sorted(found, key=lambda one: (one.current, one.seen_at), reverse=True)


def has_host() -> bool:
    """Whether somebody runs this installation: its set-up is done."""
    return Person.objects.filter(is_host=True).exists()


def _web(url: str | None) -> str:
    """An address to link to; what is not the web's is left out."""
    return url if url and url.startswith(("https://", "http://")) else ""


def photos_in_use(keys: list[str]) -> set[str]:
    """Those of the stored pictures that somebody shows as their photo. 1 statement."""
    return set(Person.objects.filter(photo__in=keys).values_list("photo", flat=True))

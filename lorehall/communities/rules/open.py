"""Open a community, with its first room, its charter, its first coordinator and its first invitations."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from lorehall.communities import writing
from lorehall.communities.facts import CommunityOpened, MemberJoined
from lorehall.communities.find import person_of
from lorehall.communities.models import (
    Community,
    Joining,
    Kind,
    Membership,
    OpeningDraft,
    Role,
    Room,
    Stage,
    Visibility,
)
from lorehall.communities.rules.charter import CharterText, Drawn, add_version, draw, with_review
from lorehall.communities.rules.enter import name_key, name_of
from lorehall.communities.rules.invite import addresses, send_letters, write_letters
from lorehall.kernel import clock, facts
from lorehall.kernel.errors import Conflict, Refused
from lorehall.kernel.text.fold import slug as slug_of
from lorehall.people.viewer import Viewer

FIRST_ROOM = gettext_noop("Commons")
SLUG_LENGTH = 60


@dataclass(frozen=True, slots=True)
class Opening:
    """What a new community begins with. `invite` holds e-mail addresses; without `slug` one is made from the name;
    `hue` is in tens of degrees. Nobody can find a secret community, so it is joined by invitation, whatever `joining`
    says.
    """

    name: str
    summary: str = ""
    kind: str = Kind.PROFESSIONAL
    charter: CharterText = field(default_factory=CharterText)
    visibility: str = Visibility.LISTED
    joining: str = Joining.BY_REQUEST
    stage: str = Stage.POTENTIAL
    hue: int = 18
    language: str = "en"
    welcome: str = ""
    first_room: str = ""
    slug: str = ""
    invite: tuple[str, ...] = ()
    invitation_note: str = ""


def open_community(opening: Opening, *, by: Viewer, from_draft: bool = False) -> Community:
    """Open it; whoever does becomes its coordinator, and their draft is done with.

    The slug is made free by a number where it is taken. Raises Refused on the field that can't be; with
    `from_draft`, `Conflict` where the draft is gone, because it was opened (or discarded) a moment ago.
    """
    person_id = person_of(by)
    community = _shape(opening, person_id)
    drawn = draw(with_review(opening.charter))
    first_room = writing.name(opening.first_room or _(FIRST_ROOM), field="first_room", limit=writing.ROOM_NAME_LENGTH)
    letters = write_letters(addresses(opening.invite), community, note=opening.invitation_note, by=by)
    with transaction.atomic():
        drafts, _rows = OpeningDraft.objects.filter(person_id=person_id).delete()
        if from_draft and not drafts:
            raise Conflict("opened_already", _("This was opened or discarded a moment ago."))
        _take_slug(community, opening.slug or opening.name)
        _furnish(community, drawn, first_room, person_id)
        facts.record(CommunityOpened(community_id=community.pk, by_id=person_id))
        facts.record(
            MemberJoined(
                community_id=community.pk,
                by_id=person_id,
                person_id=person_id,
                role=str(Role.COORDINATOR),
                way="opening",
            )
        )
        send_letters(letters, community, by=by)
    return community


def _shape(opening: Opening, person_id: int) -> Community:
    """The community's own row, checked and not yet kept."""
    for value, choices, name in (
        (opening.kind, Kind, "kind"),
        (opening.visibility, Visibility, "visibility"),
        (opening.joining, Joining, "joining"),
        (opening.stage, Stage, "stage"),
    ):
        if value not in choices.values:
            raise Refused("unknown_choice", _("Choose one of those offered."), name)
    if not 0 <= opening.hue <= 35:
        raise Refused("unknown_choice", _("Choose one of those offered."), "hue")
    welcome = writing.source(opening.welcome, field="welcome")
    return Community(
        name=writing.name(opening.name),
        summary=writing.line(opening.summary, field="summary", limit=writing.SUMMARY_LENGTH),
        kind=opening.kind,
        visibility=opening.visibility,
        joining=Joining.BY_INVITATION if opening.visibility == Visibility.SECRET else opening.joining,
        stage=opening.stage,
        hue=opening.hue,
        language=opening.language,
        welcome_source=welcome,
        welcome_html=writing.html(welcome),
        opened_by_id=person_id,
        opened_at=clock.now(),
        members_count=1,
        charter_number=1,
    )


def slugs(name: str) -> Iterator[str]:
    """Addresses for a name, the plainest first, without end."""
    stem = slug_of(name, limit=SLUG_LENGTH - 8)
    yield stem
    for number in range(2, 6):
        yield f"{stem}-{number}"
    while True:
        yield f"{stem}-{secrets.token_hex(3)}"


def _take_slug(community: Community, name: str) -> None:
    """Keep the row under the first free slug. Whether one is free is decided by the constraint, not by looking."""
    for slug in slugs(name):
        community.slug = slug
        try:
            with transaction.atomic():
                community.save(force_insert=True)
        except IntegrityError:
            community.pk = None
            if not Community.objects.filter(slug=slug).exists():
                raise
        else:
            return


def _furnish(community: Community, drawn: Drawn, first_room: str, person_id: int) -> None:
    now: datetime = community.opened_at
    Room.objects.create(
        community=community,
        slug=slug_of(first_room, limit=SLUG_LENGTH),
        name=first_room,
        public=community.visibility == Visibility.PUBLIC,
        is_first=True,
        made_at=now,
    )
    add_version(community, 1, drawn, by_id=person_id)
    Membership.objects.create(
        community=community,
        person_id=person_id,
        role=Role.COORDINATOR,
        name_key=name_key(name_of(person_id)),
        joined_at=now,
    )

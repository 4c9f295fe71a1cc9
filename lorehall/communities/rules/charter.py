"""Write a community's charter down, and revise it."""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from datetime import date, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from lorehall.communities import writing
from lorehall.communities.facts import CharterRevised
from lorehall.communities.find import find_community, person_of
from lorehall.communities.models import CharterVersion, Community
from lorehall.kernel import clock, facts, policy
from lorehall.kernel.errors import Conflict, Refused
from lorehall.kernel.policy import Permission
from lorehall.people.viewer import Viewer

PROSE = ("about", "not_about", "for_whom", "norms", "rhythm", "measures")
MOST_QUESTIONS = 12
REVIEWED_AFTER = timedelta(days=182)


@dataclass(frozen=True, slots=True)
class CharterText:
    """What a charter says. Prose is Markdown; the agenda is a list of plain questions."""

    about: str = ""
    not_about: str = ""
    for_whom: str = ""
    agenda: tuple[str, ...] = ()
    norms: str = ""
    rhythm: str = ""
    measures: str = ""
    review_on: date | None = None


@dataclass(frozen=True, slots=True)
class Drawn:
    """A charter's text tidied, with its HTML by field."""

    text: CharterText
    html: dict[str, str]


def draw(typed: CharterText) -> Drawn:
    """Tidy and render, before any transaction. Raises Refused on the field that can't be."""
    prose = {field: writing.source(getattr(typed, field), field=field) for field in PROSE}
    lines = [writing.line(question, field="agenda", limit=200) for question in typed.agenda]
    agenda = tuple(dict.fromkeys(question for question in lines if question))
    if len(agenda) > MOST_QUESTIONS:
        raise Refused(
            "too_many",
            _("Keep the agenda to %(count)d questions; the rest can wait.") % {"count": MOST_QUESTIONS},
            "agenda",
        )
    text = CharterText(**prose, agenda=agenda, review_on=typed.review_on)
    return Drawn(text, {field: writing.html(source) for field, source in prose.items() if source})


def add_version(community: Community, number: int, drawn: Drawn, *, by_id: int, reason: str = "") -> CharterVersion:
    """The row of a version, in the caller's transaction, which has moved `charter_number` to it."""
    values = asdict(drawn.text) | {"agenda": list(drawn.text.agenda)}
    return CharterVersion.objects.create(
        community=community,
        number=number,
        **values,
        html=drawn.html,
        reason=reason,
        by_id=by_id,
        at=clock.now(),
    )


def text_of(version: CharterVersion) -> CharterText:
    """What a stored version says."""
    prose = {field: getattr(version, field) for field in PROSE}
    return CharterText(**prose, agenda=tuple(version.agenda), review_on=version.review_on)


def revise_charter(
    community_id: int, typed: CharterText, *, based_on: int, reason: str = "", by: Viewer
) -> CharterVersion:
    """A new version of the charter, written from version `based_on`; the standing one where nothing differs.

    Raises `Conflict` with the version that stands now (`theirs`) when somebody else revised it meanwhile.
    """
    community = find_community(community_id, by)
    policy.require(Permission.COORDINATE, by, community)
    reason = writing.line(reason, field="reason", limit=200)
    drawn = draw(typed)
    if not drawn.text.about:
        raise Refused("empty", _("Say what the community is about."), "about")
    with transaction.atomic():
        moved = Community.objects.filter(pk=community_id, charter_number=based_on)
        standing = _standing(community_id)
        if standing.number == based_on and text_of(standing) == drawn.text:
            return standing
        if not moved.update(charter_number=based_on + 1):
            raise Conflict(
                "revised_meanwhile",
                _("Somebody else revised the charter while you wrote. Both texts are here; nothing is lost."),
                theirs=_standing(community_id),
            )
        version = add_version(community, based_on + 1, drawn, by_id=person_of(by), reason=reason)
        facts.record(CharterRevised(community_id=community_id, by_id=person_of(by), number=version.number))
    return version


def _standing(community_id: int) -> CharterVersion:
    return CharterVersion.objects.filter(community_id=community_id).select_related("by").order_by("-number")[:1].get()


def with_review(typed: CharterText) -> CharterText:
    """The same with a day to look at it again: half a year from now where none is given."""
    return typed if typed.review_on else replace(typed, review_on=(clock.now() + REVIEWED_AFTER).date())

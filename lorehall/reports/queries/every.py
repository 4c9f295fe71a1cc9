"""All reports of a practice by context, walked by key; the history of its level; a report's versions."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby

from django.db.models import Exists, OuterRef, Q, QuerySet

from lorehall.content.models import Item
from lorehall.content.queries.listing import LARGEST
from lorehall.people.viewer import Viewer
from lorehall.practice.models import Level
from lorehall.reports.contexts import in_words
from lorehall.reports.evidence import LADDER
from lorehall.reports.models import Decision, LevelChange, Outcome, Report, ReportConfirmation, ReportVersion
from lorehall.reports.own import is_own
from lorehall.reports.queries.uses import FIELDS, Reach, Use, shaped, with_confirmations
from lorehall.reports.words import told

SIZE = 30
MOST = 100


@dataclass(frozen=True, slots=True)
class Group:
    """The reports from one context; the words are how the newest of them names it, "" for those that name none."""

    words: str
    rows: tuple[Use, ...]


@dataclass(frozen=True, slots=True)
class Every:
    groups: tuple[Group, ...]
    after: int
    """The key of the next page, 0 at the end."""


def every(viewer: Viewer, item: Item, after: int = 0, *, first: int = 0) -> Every:
    """Three statements, four on later pages. `first` is a report to begin with, `after` one to go on behind. `item` was
    reached through what the viewer may see.
    """
    here = Report.objects.filter(practice_id=item.pk, post__deleted_at=None)
    mine = Exists(ReportConfirmation.objects.filter(report=OuterRef("pk"), by_id=viewer.id))
    rows = with_confirmations(_behind(here, first or after, itself=bool(first))).annotate(confirmed_mine=mine)
    found = list(rows.order_by("context_key", "-pk").values_list(*FIELDS, "confirmed_mine")[: SIZE + 1])
    reach = Reach.of(viewer, item)
    wrote = viewer.person_id is None or is_own(item.pk, viewer.id)
    shown = [shaped((*row, wrote), reach) for row in found[:SIZE]]
    groups = tuple(_group(list(group)) for _key, group in groupby(shown, key=lambda use: use.context_key))
    return Every(groups, shown[-1].id if len(found) > SIZE else 0)


def _behind(here: QuerySet[Report], after: int, *, itself: bool) -> QuerySet[Report]:
    """The reports behind one of them, in the order of contexts; all where there is no such one."""
    key = here.filter(pk=after).values_list("context_key", flat=True).first() if 0 < after < LARGEST else None
    if key is None:
        return here
    return here.filter(Q(context_key__gt=key) | Q(context_key=key, pk__lt=after + int(itself)))


def _group(rows: list[Use]) -> Group:
    return Group(rows[0].context if rows[0].context_key else "", tuple(rows))


@dataclass(frozen=True, slots=True)
class Moved:
    """The level moved. `who` is "" where time did it, or another threshold."""

    was: str
    now: str
    up: bool
    at: datetime
    who: str
    reported: str


@dataclass(frozen=True, slots=True)
class Decided:
    """A decision on the standard, and its end."""

    text: str
    names: str
    on: date
    by: str
    ended_at: datetime | None
    ended_by: str
    ended_for: str


def history(practice_id: int) -> list[Moved]:
    """How the level moved, the newest first; one statement."""
    rows = LevelChange.objects.filter(practice_id=practice_id).order_by("-pk")
    found = rows.values_list("was", "now", "at", "by__name", "why")[:MOST]
    return [_moved(*row) for row in found]


def _moved(was: str, now: str, at: datetime, who: str | None, why: dict[str, object]) -> Moved:
    up = LADDER.index(Level(now)) > LADDER.index(Level(was))
    return Moved(str(Level(was).label), str(Level(now).label), up, at, who or "", told(now, why).reported)


def decisions(practice_id: int) -> list[Decided]:
    """What was decided about the standard, the newest first; one statement."""
    rows = Decision.objects.filter(practice_id=practice_id).order_by("-pk")
    found = rows.values_list("text", "names", "decided_on", "by__name", "ended_at", "ended_by__name", "ended_for")[
        :MOST
    ]
    return [Decided(*row[:5], row[5] or "", row[6]) for row in found]


@dataclass(frozen=True, slots=True)
class Before:
    """What a report said, beside its words, until it was amended."""

    number: int
    words: str
    context: str
    link: str
    until: datetime


def versions(report: Report) -> list[Before]:
    """What stood before, the newest first; one statement."""
    rows = ReportVersion.objects.filter(report=report).order_by("-number")
    found = rows.values_list("number", "outcome", "context", "link", "ended_at")[:MOST]
    return [
        Before(number, str(Outcome(outcome).label), in_words(context), link, until)
        for number, outcome, context, link, until in found
    ]


def last_context(person_id: int, community_id: int) -> dict[str, str]:
    """Where this person last said that they used something in the community, to begin a form with."""
    mine = Report.objects.filter(person_id=person_id, practice__item__community_id=community_id)
    said = mine.order_by("-pk").values_list("context", flat=True).first()
    return dict(said or [])

"""Suggested edits: the list of a practice, and one beside what stands. Three statements each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from lorehall.kernel import policy
from lorehall.kernel.policy import Permission
from lorehall.kernel.text.diff import Hunk, diff
from lorehall.people.viewer import Viewer
from lorehall.practice.find import find_suggestion
from lorehall.practice.models import Suggestion
from lorehall.practice.policy import reviewers_wanted
from lorehall.practice.queries.about import About, about
from lorehall.practice.queries.head import Face, face
from lorehall.practice.rebase import Rebased, rebase

MOST = 50
_FIELDS = (
    *("id", "title", "reason", "at", "version", "verdict", "decided_at", "why", "decided_by__name"),
    *("by_id", "by__name", "by__handle", "by__photo", "by__hue"),
)


@dataclass(frozen=True, slots=True)
class Row:
    """One suggestion, as lists say it."""

    id: int
    title: str
    reason: str
    at: datetime
    version: int
    verdict: str
    decided_at: datetime | None
    why: str
    decided_by: str | None
    by: Face

    @property
    def url(self) -> str:
        return f"/suggestions/{self.id}"

    @property
    def is_open(self) -> bool:
        return self.verdict == Suggestion.Verdict.OPEN

    @property
    def verdict_words(self) -> str:
        return str(Suggestion.Verdict(self.verdict).label)


@dataclass(frozen=True, slots=True)
class Suggestions:
    """Those that are open, the oldest first; and those decided last."""

    subject: About
    open: Sequence[Row]
    decided: Sequence[Row]
    may_suggest: bool


def suggestions(viewer: Viewer, item_id: int) -> Suggestions:
    """Whoever reads the practice reads them. Raises `Hidden`."""
    subject = about(viewer, item_id)
    mine = Suggestion.objects.filter(practice_id=item_id).order_by("-id")
    open_ = [_row(row, viewer) for row in mine.filter(verdict="open").values_list(*_FIELDS)[:MOST]]
    decided = [_row(row, viewer) for row in mine.exclude(verdict="open").values_list(*_FIELDS)[:MOST]]
    may = policy.allows(Permission.SUGGEST, viewer, subject.item)
    return Suggestions(subject, open_[::-1], decided, may)


def _row(row: tuple[Any, ...], viewer: Viewer) -> Row:
    return Row(*(*row[:9], face(row[9:], viewer)))


@dataclass(frozen=True, slots=True)
class OneSuggestion:
    """What it changes in what it started from (`hunks`), what changed since (`meanwhile`), and both put together.
    `agreed` names the first of two reviewers, where the community wants two.
    """

    subject: About
    row: Row
    title_before: str
    source: str
    hunks: Sequence[Hunk]
    meanwhile: Sequence[Hunk]
    standing: str
    version: int
    rebased: Rebased
    agreed: str
    may_agree: bool
    may_accept: bool
    may_decline: bool
    may_withdraw: bool


def one_suggestion(viewer: Viewer, suggestion_id: int) -> OneSuggestion:
    """Raises `Hidden`, for a practice too that the viewer may not see."""
    found = find_suggestion(suggestion_id, viewer)
    subject = about(viewer, found.practice_id)
    opening = subject.opening
    is_open = found.verdict == Suggestion.Verdict.OPEN
    keeps = is_open and policy.allows(Permission.DECIDE_SUGGESTION, viewer, subject.item)
    wanted = reviewers_wanted(subject.item.community_id) if keeps else 0
    others = keeps and (not wanted or found.by_id != viewer.person_id)
    agrees = others and wanted > 1 and found.seconded_by_id is None
    return OneSuggestion(
        subject=subject,
        row=_of(found, viewer),
        title_before=found.before_title,
        source=found.source,
        hunks=diff(found.before_source, found.source),
        meanwhile=diff(found.before_source, opening.source) if is_open else (),
        standing=opening.source,
        version=opening.version,
        rebased=rebase(found, subject.title, opening.source),
        agreed=found.seconded_by.name if found.seconded_by else "",
        may_agree=agrees,
        may_accept=others and not agrees and (wanted < 2 or found.seconded_by_id != viewer.person_id),
        may_decline=keeps,
        may_withdraw=is_open and found.by_id == viewer.person_id,
    )


def _of(found: Suggestion, viewer: Viewer) -> Row:
    person = found.by
    return Row(
        found.pk,
        found.title,
        found.reason,
        found.at,
        found.version,
        found.verdict,
        found.decided_at,
        found.why,
        found.decided_by.name if found.decided_by else None,
        face((person.pk, person.name, person.handle, person.photo, person.hue), viewer),
    )

"""Settle the level of a practice: the one place that writes it."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime

from django.db.models import Exists, F, OuterRef

from lorehall.content.models import Post, PostRole
from lorehall.kernel import clock, facts
from lorehall.people.viewer import Viewer
from lorehall.practice.models import Level, Practice
from lorehall.reports.contexts import Asked, asked_in
from lorehall.reports.evidence import Plain, Why, weigh
from lorehall.reports.facts import LevelMoved
from lorehall.reports.models import WORKED, Decision, LevelChange, Outcome, Report, ReportConfirmation


def settle(practice_id: int, *, by_id: int | None) -> Level:
    """Compute the level from the reports as they stand, inside the transaction that changed them; `by_id` is whose act
    it follows from. Returns the level.
    """
    # Hold the row before the reports are read: whoever comes second reads what the first one wrote.
    Practice.objects.filter(pk=practice_id).update(level=F("level"))
    practice = Practice.objects.select_related("item").get(pk=practice_id)
    decision = Decision.objects.filter(practice_id=practice_id, ended_at=None).first()
    asked = asked_in(practice.item.community_id)
    reports = plain(practice_id)
    level, why = weigh(reports, clock.now(), asked.thresholds, decided=decision is not None)
    _write(practice, level, _kept(why, asked, decision), reports)
    if level != practice.level:
        _note(practice, level, why, by_id, clock.now())
    return level


def plain(practice_id: int) -> list[Plain]:
    """The live reports of a practice as the rule sees them, the oldest first."""
    confirmed = Exists(ReportConfirmation.objects.filter(report=OuterRef("pk")))
    rows = Report.objects.filter(practice_id=practice_id, post__deleted_at=None).annotate(confirmed=confirmed)
    found = rows.order_by("changed_at", "pk").values_list(
        "person_id", "outcome", "context_key", "changed_at", "own", "confirmed", "addressed_at"
    )
    return [Plain(*row[:6], addressed=row[6] is not None) for row in found]


def _kept(why: Why, asked: Asked, decision: Decision | None) -> dict[str, object]:
    """All that the page says of it, so that it asks for nothing more."""
    told: dict[str, object] = {**why.kept(), "asks": asdict(asked.thresholds), "by_team": asked.by_team}
    if decision is not None:
        told["decision"] = [decision.names, decision.decided_on.isoformat()]
    return told


def _write(practice: Practice, level: Level, evidence: dict[str, object], reports: list[Plain]) -> None:
    used = len({report.person for report in reports if report.outcome in WORKED})
    failed = len({report.person for report in reports if report.outcome == Outcome.DID_NOT_WORK})
    stands = (practice.level, practice.evidence, practice.used_count, practice.failed_count)
    if stands != (level, evidence, used, failed):
        Practice.objects.filter(pk=practice.pk).update(
            level=level, evidence=evidence, used_count=used, failed_count=failed
        )


def _note(practice: Practice, level: Level, why: Why, by_id: int | None, at: datetime) -> None:
    Practice.objects.filter(pk=practice.pk).update(level_at=at)
    LevelChange.objects.create(
        practice_id=practice.pk, was=practice.level, now=level, at=at, by_id=by_id, why=why.kept()
    )
    facts.record(LevelMoved(item_id=practice.pk, by_id=by_id or 0, was=practice.level, now=level))


def after_deletion(post: Post, by: Viewer) -> None:
    """A post was deleted or restored: where it is a report, it counts no more, or again, from this moment."""
    if post.role == PostRole.REPORT and Report.objects.filter(pk=post.pk).exists():
        settle(post.item_id, by_id=by.person_id)

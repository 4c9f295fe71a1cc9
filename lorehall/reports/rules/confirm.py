"""A second member says that a report is so, or takes that back."""

from __future__ import annotations

from django.db import transaction

from lorehall.kernel import clock, facts, policy
from lorehall.kernel.policy import Permission
from lorehall.people.viewer import Viewer
from lorehall.reports.facts import ReportConfirmationWithdrawn, ReportConfirmed
from lorehall.reports.find import find_report
from lorehall.reports.models import Report, ReportConfirmation
from lorehall.reports.rules.settle import settle


def confirm(post_id: int, *, by: Viewer) -> Report:
    """Confirm a report; confirming twice is confirming once. Never one's own, nor of a practice that one wrote."""
    found = find_report(post_id, by)
    policy.require(Permission.CONFIRM_REPORT, by, found)
    with transaction.atomic():
        _, made = ReportConfirmation.objects.get_or_create(report=found, by_id=by.id, defaults={"at": clock.now()})
        if made:
            facts.record(ReportConfirmed(item_id=found.practice_id, by_id=by.id, post_id=post_id))
            settle(found.practice_id, by_id=by.id)
    return found


def withdraw(post_id: int, *, by: Viewer) -> Report:
    """Take one's confirmation back; where there is none, nothing changes."""
    found = find_report(post_id, by)
    policy.require(Permission.CONFIRM_REPORT, by, found)
    with transaction.atomic():
        gone, _ = ReportConfirmation.objects.filter(report=found, by_id=by.id).delete()
        if gone:
            facts.record(ReportConfirmationWithdrawn(item_id=found.practice_id, by_id=by.id, post_id=post_id))
            settle(found.practice_id, by_id=by.id)
    return found

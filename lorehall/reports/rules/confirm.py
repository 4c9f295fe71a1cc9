"""A second member says that a report is so, or takes that back."""

from __future__ import annotations

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from lorehall.kernel import clock, facts, policy
from lorehall.kernel.errors import Conflict
from lorehall.kernel.policy import Permission
from lorehall.people.viewer import Viewer
from lorehall.reports.facts import ReportConfirmationWithdrawn, ReportConfirmed
from lorehall.reports.find import find_report
from lorehall.reports.models import Report, ReportConfirmation
from lorehall.reports.rules.settle import settle


def confirm(post_id: int, *, by: Viewer, revisions: int | None = None) -> Report:
    """Confirm a report; confirming twice is confirming once. Never one's own, nor of a practice that one wrote.
    `revisions` is how many its words had when it was read: raises `Conflict` where it was amended since.
    """
    found = find_report(post_id, by)
    policy.require(Permission.CONFIRM_REPORT, by, found)
    if revisions is not None and revisions != found.post.revisions_count:
        raise _amended()
    with transaction.atomic():
        # Hold the report, so that nobody amends what is confirmed meanwhile.
        stands = Report.objects.filter(pk=post_id, changed_at=found.changed_at)
        if not stands.update(changed_at=F("changed_at")):
            raise _amended()
        _made, made = ReportConfirmation.objects.get_or_create(report=found, by_id=by.id, defaults={"at": clock.now()})
        if made:
            facts.record(ReportConfirmed(item_id=found.practice_id, by_id=by.id, post_id=post_id))
            settle(found.practice_id, by_id=by.id)
    return found


def withdraw(post_id: int, *, by: Viewer) -> Report:
    """Take one's confirmation back; where there is none, nothing changes."""
    found = find_report(post_id, by)
    policy.require(Permission.CONFIRM_REPORT, by, found)
    with transaction.atomic():
        gone, _rows = ReportConfirmation.objects.filter(report=found, by_id=by.id).delete()
        if gone:
            facts.record(ReportConfirmationWithdrawn(item_id=found.practice_id, by_id=by.id, post_id=post_id))
            settle(found.practice_id, by_id=by.id)
    return found


def _amended() -> Conflict:
    return Conflict("changed_meanwhile", _("This report changed meanwhile. Look at it once more."))

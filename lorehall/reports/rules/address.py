"""A failure is addressed once the practice says where it does not fit."""

from __future__ import annotations

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from lorehall.content.models import Citation, Post
from lorehall.kernel import clock, facts, policy
from lorehall.kernel.errors import Conflict, Refused
from lorehall.kernel.policy import Permission
from lorehall.people.viewer import Viewer
from lorehall.reports.facts import FailureAddressed, FailureOpenedAgain
from lorehall.reports.find import find_report
from lorehall.reports.models import Outcome, Report
from lorehall.reports.rules.settle import settle


def address(post_id: int, *, by: Viewer) -> Report:
    """Mark a failure as addressed by the version that stands. Raises `Refused` where the text neither changed since
    the failure was reported nor cites it, `Conflict` where it was addressed or amended meanwhile.
    """
    found = find_report(post_id, by)
    policy.require(Permission.ADDRESS_REPORT, by, found)
    version = _saying_version(found)
    with transaction.atomic():
        still = Report.objects.filter(
            pk=post_id, outcome=Outcome.DID_NOT_WORK, addressed_at=None, changed_at=found.changed_at
        )
        if not still.update(addressed_at=clock.now(), addressed_by_id=by.id, addressed_in=version):
            raise _meanwhile()
        facts.record(FailureAddressed(item_id=found.practice_id, by_id=by.id, post_id=post_id))
        settle(found.practice_id, by_id=by.id)
    return find_report(post_id, by)


def open_again(post_id: int, *, by: Viewer) -> Report:
    """It was not addressed after all."""
    found = find_report(post_id, by)
    policy.require(Permission.ADDRESS_REPORT, by, found)
    with transaction.atomic():
        addressed = Report.objects.filter(pk=post_id).exclude(addressed_at=None)
        if not addressed.update(addressed_at=None, addressed_by=None, addressed_in=None):
            raise _meanwhile()
        facts.record(FailureOpenedAgain(item_id=found.practice_id, by_id=by.id, post_id=post_id))
        settle(found.practice_id, by_id=by.id)
    return find_report(post_id, by)


def _saying_version(found: Report) -> int:
    """The version that stands, which has to be newer than the failure, or to cite it."""
    cited = Citation.objects.filter(item_id=found.practice_id, post_id=found.pk, gone_at=None)
    text = Post.objects.filter(item_id=found.practice_id, number=1)
    saying = text.filter(Q(edited_at__gt=found.changed_at)) if not cited.exists() else text
    count = saying.values_list("revisions_count", flat=True).first()
    if count is None:
        raise Refused("say_it_first", _("First say in the text where it does not fit. Then this failure is addressed."))
    return max(1, count)


def _meanwhile() -> Conflict:
    return Conflict("changed_meanwhile", _("This report changed meanwhile. Look at it once more."))

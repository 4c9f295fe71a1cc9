"""Who may report a use, confirm one, address a failure, and decide on a standard.

Who sees a report is the spine's rule: it is a post of its practice.
"""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from lorehall.communities.models import Community
from lorehall.communities.policy import coordinates, writes_in
from lorehall.content.models import Item, ItemKind
from lorehall.content.policy import DELETED, takes_part, writes_to
from lorehall.kernel.policy import HIDDEN, Answerer, Denial, Permission, answers
from lorehall.people.viewer import Viewer
from lorehall.practice.policy import KEEPERS_ONLY, keeps_it
from lorehall.reports.models import Report
from lorehall.reports.own import is_own

OWN = Denial("own", _("A second member confirms what you report."))
WROTE_IT = Denial("wrote_it", _("You wrote or keep this practice. Somebody else confirms how it went."))
NOT_YOURS = Denial("not_yours", _("Only who reported it can amend it."))
COORDINATORS = Denial("coordinators_only", _("Only coordinators can do that."))


def _report(viewer: Viewer, item: Item) -> Denial | None:
    return writes_to(viewer, item) if item.kind == ItemKind.PRACTICE else HIDDEN


def _amend(viewer: Viewer, report: Report) -> Denial | None:
    """Whoever reported it, and nobody else: coordinators may change words, never what came of it."""
    if no := writes_to(viewer, report.post.item):
        return no
    if report.post.deleted_at is not None:
        return DELETED
    return None if report.person_id == viewer.person_id else NOT_YOURS


def _confirm(viewer: Viewer, report: Report) -> Denial | None:
    if no := takes_part(viewer, report.post.item):
        return no
    if report.post.deleted_at is not None or report.post.item.deleted_at is not None:
        return DELETED
    if report.person_id == viewer.person_id:
        return OWN
    return WROTE_IT if is_own(report.practice_id, viewer.id) else None


def _address(viewer: Viewer, report: Report) -> Denial | None:
    if no := writes_to(viewer, report.post.item):
        return no
    if report.post.deleted_at is not None:
        return DELETED
    return None if keeps_it(viewer, report.post.item) else KEEPERS_ONLY


def _decide(viewer: Viewer, item: Item) -> Denial | None:
    if no := _report(viewer, item):
        return no
    return None if coordinates(viewer, item.community_id) else COORDINATORS


def _weigh(viewer: Viewer, community: Community) -> Denial | None:
    if no := writes_in(viewer, community):
        return no
    return None if coordinates(viewer, community.id) else COORDINATORS


TABLE: dict[Permission, Answerer] = {
    Permission.REPORT_USE: _report,
    Permission.AMEND_REPORT: _amend,
    Permission.CONFIRM_REPORT: _confirm,
    Permission.ADDRESS_REPORT: _address,
    Permission.DECIDE_STANDARD: _decide,
    Permission.WEIGH_EVIDENCE: _weigh,
}
answers(TABLE)

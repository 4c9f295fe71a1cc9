"""Reaching reports only through what the viewer may see."""

from __future__ import annotations

from lorehall.content.find import find_post
from lorehall.kernel.errors import Hidden
from lorehall.people.viewer import Viewer
from lorehall.reports.models import Report


def find_report(post_id: int, viewer: Viewer) -> Report:
    """The report with its post, item, room and community; raises `Hidden`. Deleted ones are found: policy asks."""
    post = find_post(post_id, viewer)
    report = Report.objects.select_related("practice").filter(pk=post.pk).first()
    if report is None:
        raise Hidden
    report.post = post
    report.practice.item = post.item
    return report

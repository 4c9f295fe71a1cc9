"""Reaching reports only through what the viewer may see, and askings through the links of their letters."""

from __future__ import annotations

from lorehall.content.find import find_post
from lorehall.kernel.errors import Hidden
from lorehall.people.viewer import Viewer
from lorehall.reports import links
from lorehall.reports.models import Ask, Report, Unasked


def find_report(post_id: int, viewer: Viewer) -> Report:
    """The report with its post, item, room and community; raises `Hidden`. Deleted ones are found: policy asks."""
    post = find_post(post_id, viewer)
    report = Report.objects.select_related("practice").filter(pk=post.pk).first()
    if report is None:
        raise Hidden
    report.post = post
    report.practice.item = post.item
    return report


def find_asking(token: str) -> Ask:
    """What a letter's link is about; raises `Hidden` for one that was not made here, or long ago."""
    found = Ask.objects.select_related("person").filter(pk=links.read(token) or 0, person__is_active=True).first()
    if found is None:
        raise Hidden
    return found


def is_never_asked(person_id: int) -> bool:
    """Does this person want no such letters?"""
    return Unasked.objects.filter(pk=person_id).exists()

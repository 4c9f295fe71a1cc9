"""What changed in a file since it came last goes into what stands here, beside what was changed here meanwhile."""

from __future__ import annotations

import re
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from lorehall.content.models import Item, ItemTag, Post, Revision
from lorehall.content.rules.edit import Edit
from lorehall.content.rules.tag import MOST as MOST_TAGS
from lorehall.exchange.markdown.page import Page
from lorehall.exchange.models import Page as Kept
from lorehall.exchange.report import Report, Skipped
from lorehall.kernel import clock
from lorehall.kernel.text import tidy_source
from lorehall.kernel.text.merge import merge
from lorehall.people.viewer import Viewer
from lorehall.practice.rules.bring import follow as take_over
from lorehall.practice.rules.bring import review_again, withdraw
from lorehall.practice.rules.suggest import Proposal, suggest

_LANGUAGE = re.compile(r"[a-z]{2,3}(?:-[A-Za-z]{2,4})?")


@dataclass(frozen=True, slots=True)
class Run:
    """In whose name, and where it is told."""

    by: Viewer
    report: Report


def language(said: str) -> str:
    """A language as practices name it, or nothing."""
    return said if _LANGUAGE.fullmatch(said) else ""


def remember(row: Kept, page: Page, source: str, topic: str) -> None:
    """The page as it is now, for the next run."""
    row.path, row.title, row.text, row.tags = page.path, page.title, source, page.tags
    row.review_on, row.state, row.topic, row.at = page.beside.review_on, page.beside.state, topic[:500], clock.now()
    if Kept.objects.filter(pk=row.pk).exists():
        row.save()
    else:
        row.save(force_insert=True)


def follow(row: Kept, page: Page, source: str, topic: str, run: Run) -> None:
    """Three-way: between what came last (`row`), the file now, and what stands here. Of a conflict both are kept: what
    stands here stays, what came waits as a suggested edit. Raises `Refused` where it can't be written now.
    """
    source = tidy_source(source).strip("\n")
    item = Item.objects.get(pk=row.pk)
    if item.deleted_at is not None:
        run.report.change(page.path, 0, "was deleted here: left alone")
        return
    _dates(row, page, run)
    same = (source, page.title, page.tags) == (row.text, row.title, row.tags)
    if not same:
        _text(row, item, page, source, run)
    if not same or (row.review_on, row.state, row.topic) != (page.beside.review_on, page.beside.state, topic):
        remember(row, page, source, topic)


def _text(row: Kept, item: Item, page: Page, source: str, run: Run) -> None:
    post = Post.objects.get(item_id=item.pk, number=1)
    merged = merge(row.text, post.source, source)
    title = page.title if item.title in {row.title, page.title} else item.title
    tags_here = list(ItemTag.objects.filter(item=item).order_by("tag__slug").values_list("tag__slug", flat=True))
    tags = _tags(row.tags, page.tags, tags_here)
    reason = (_("Changed where it came from: %(file)s") % {"file": page.path})[:200]
    new_text = post.source if merged.conflicts else merged.text
    if merged.conflicts or page.title not in {row.title, title}:
        base = _version_of(post, row.text)
        suggest(item.pk, Proposal(page.title, source, reason, base), by=run.by)
        run.report.conflicts.append(
            Skipped(page.path, 0, "changed there and here: what stands stays, what came is suggested")
        )
    if (new_text, title, sorted(tags)) != (post.source, item.title, tags_here):
        take_over(item.pk, Edit(new_text, post.version, title=title, tags=tags, reason=reason), by=run.by)
        run.report.new["changed"] += 1


def _version_of(post: Post, source: str) -> int:
    """The version that came last, so that what came now can be told from what was changed here; else the last."""
    came = Revision.objects.filter(post=post, source=source).order_by("-number").values_list("number", flat=True)
    return came.first() or max(1, post.revisions_count)


def _tags(before: list[str], now: list[str], here: list[str]) -> list[str]:
    """What was added and taken away there, done here."""
    kept = [tag for tag in here if tag in now or tag not in before]
    return [*kept, *(tag for tag in now if tag not in before and tag not in kept)][:MOST_TAGS]


def _dates(row: Kept, page: Page, run: Run) -> None:
    beside = page.beside
    with transaction.atomic():
        on = beside.review_on
        if on is not None and on != row.review_on and not review_again(row.pk, row.review_on, on, beside.reviewed_on):
            why = "another review date there and here: the one here stays"
            run.report.conflicts.append(Skipped(page.path, 0, why))
        if beside.state and beside.state != row.state:
            withdraw(row.pk, beside.state, by=run.by, why=_("Withdrawn where it came from"))

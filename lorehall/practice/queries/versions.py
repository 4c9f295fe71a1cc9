"""The versions of a practice: all of them, any two against each other, one as it read. Four statements at most."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from markupsafe import Markup

from lorehall.content import writing
from lorehall.content.models import Post, Revision
from lorehall.content.queries.revisions import Change
from lorehall.kernel import policy
from lorehall.kernel.errors import Hidden
from lorehall.kernel.policy import Permission
from lorehall.kernel.text.diff import diff
from lorehall.kernel.ui.pieces import stored
from lorehall.people.viewer import Viewer
from lorehall.practice.queries.about import About, about

MOST = 60
"""So many are listed on a page."""


@dataclass(frozen=True, slots=True)
class Version:
    """Who wrote it, when, and why."""

    number: int
    by_name: str
    by_handle: str
    at: datetime
    reason: str


@dataclass(frozen=True, slots=True)
class Versions:
    """The newest first; `compared` names the two that `comparison` is of, older first. `older` leads on."""

    subject: About
    stands: int
    rows: Sequence[Version]
    older: int
    compared: tuple[int, int]
    comparison: Change | None
    may_revise: bool


@dataclass(frozen=True, slots=True)
class OneVersion:
    """A version as it read, and what writing it again would change in what stands now."""

    subject: About
    stands: int
    post_version: int
    version: Version
    title: str
    html: Markup
    change: Change
    may_revise: bool


def versions(viewer: Viewer, item_id: int, *, older: int = 0, newer: int = 0, before: int = 0) -> Versions:
    """What changed from version `older` to `newer`, where both are given and there; and the list, from below `before`
    on. Raises `Hidden`, or `Forbidden` for a text that is deleted.
    """
    subject, opening = _readable(viewer, item_id)
    kept = _revisions(opening, subject)
    rows = sorted(kept, key=lambda row: -row.number)
    chosen = (min(older, newer), max(older, newer))
    two = {row.number: row for row in rows if row.number in chosen}
    listed = [row for row in rows if not before or row.number < before]
    return Versions(
        subject=subject,
        stands=max(1, opening.revisions_count),
        rows=[_version(row) for row in listed[:MOST]],
        older=listed[MOST - 1].number if len(listed) > MOST else 0,
        compared=chosen,
        comparison=_change(two[chosen[0]], two[chosen[1]]) if two.keys() == set(chosen) else None,
        may_revise=policy.allows(Permission.REVISE, viewer, opening),
    )


def version(viewer: Viewer, item_id: int, number: int) -> OneVersion:
    """One version; raises `Hidden` also where there is none of that number."""
    subject, opening = _readable(viewer, item_id)
    row = next((row for row in _revisions(opening, subject) if row.number == number), None)
    if row is None:
        raise Hidden
    stands = Revision(title=opening.item.title, source=opening.source)
    text = writing.write(row.source, opening.item.room, by=viewer, post_id=opening.pk, cites=True)
    return OneVersion(
        subject=subject,
        stands=max(1, opening.revisions_count),
        post_version=opening.version,
        version=_version(row),
        title=row.title or opening.item.title,
        # Its sources are listed where the practice is read.
        html=stored(text.html.replace('href="#note-c', f'href="{subject.url}#note-c')),
        change=_change(stands, row),
        may_revise=policy.allows(Permission.REVISE, viewer, opening),
    )


def _readable(viewer: Viewer, item_id: int) -> tuple[About, Post]:
    subject = about(viewer, item_id)
    opening = subject.opening
    policy.require(Permission.READ_REVISIONS, viewer, opening)
    return subject, opening


def _revisions(opening: Post, subject: About) -> list[Revision]:
    """As they were kept; before the first change there is one that has no row."""
    kept = list(Revision.objects.filter(post=opening).select_related("by"))
    if kept:
        return kept
    first = Revision(
        post=opening, number=1, title=subject.title, source=opening.source, by=opening.author, at=opening.created_at
    )
    return [first]


def _version(row: Revision) -> Version:
    return Version(row.number, row.by.name, row.by.handle, row.at, row.reason)


def _change(before: Revision, after: Revision) -> Change:
    """Tags change by retagging too, which makes no version: they are left out."""
    return Change(before.title, after.title, "", "", diff(before.source, after.source))

"""The revisions of a post, each with what it changed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from lorehall.content.find import find_post
from lorehall.content.models import Post, Revision
from lorehall.kernel import policy
from lorehall.kernel.policy import Permission
from lorehall.kernel.text.diff import Hunk, diff
from lorehall.people.viewer import Viewer

MOST = 50


@dataclass(frozen=True, slots=True)
class Version:
    """One revision: who, when, why, and the hunks that lead to it (none for the first)."""

    number: int
    title: str
    tags: str
    reason: str
    by_name: str
    by_handle: str
    at: datetime
    title_before: str
    tags_before: str
    hunks: Sequence[Hunk]
    source: str

    @property
    def is_first(self) -> bool:
        return self.number == 1


def versions(viewer: Viewer, post_id: int) -> tuple[Post, list[Version]]:
    """The newest revisions first (at most `MOST`); raises `Hidden`, or `Forbidden` for a deleted text."""
    post = find_post(post_id, viewer)
    policy.require(Permission.READ_REVISIONS, viewer, post)
    rows = list(Revision.objects.filter(post=post).select_related("by").order_by("-number")[: MOST + 1])
    found = []
    for row, before in zip(rows[:MOST], [*rows[1:], None], strict=False):
        found.append(
            Version(
                row.number,
                row.title,
                row.tags,
                row.reason,
                row.by.name,
                row.by.handle,
                row.at,
                before.title if before else row.title,
                before.tags if before else row.tags,
                diff(before.source, row.source) if before else [],
                row.source,
            )
        )
    return post, found

"""The revisions of a post: each with what it changed, any two against each other, and one to be restored."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from lorehall.content.find import find_post
from lorehall.content.models import Format, Post, PostRole, Revision
from lorehall.content.queries.listing import tags_of
from lorehall.kernel import policy
from lorehall.kernel.errors import Hidden
from lorehall.kernel.policy import Permission
from lorehall.kernel.text import html_to_markdown
from lorehall.kernel.text.diff import Hunk, diff
from lorehall.people.viewer import Viewer

MOST = 50


@dataclass(frozen=True, slots=True)
class Change:
    """What leads from one text to another: hunks, and title and tags before and after (alike where unchanged)."""

    title_before: str
    title: str
    tags_before: str
    tags: str
    hunks: Sequence[Hunk]

    @property
    def nothing(self) -> bool:
        return not self.hunks and self.title == self.title_before and self.tags == self.tags_before


@dataclass(frozen=True, slots=True)
class Version:
    """One revision: who, when, why, and the change that leads to it from the one before (None for the first)."""

    number: int
    by_name: str
    by_handle: str
    at: datetime
    reason: str
    source: str
    change: Change | None

    @property
    def is_first(self) -> bool:
        return self.number == 1


@dataclass(frozen=True, slots=True)
class History:
    """The newest versions first; `compared` names the two that `comparison` is of, older first."""

    post: Post
    versions: Sequence[Version]
    more: bool
    compared: tuple[int, int]
    comparison: Change | None
    may_restore: bool


@dataclass(frozen=True, slots=True)
class OneVersion:
    """A revision, and what restoring it would change in what stands now."""

    post: Post
    version: Version
    title: str
    tags: str
    change: Change
    may_restore: bool


def history(viewer: Viewer, post_id: int, *, older: int = 0, newer: int = 0) -> History:
    """The newest revisions (at most `MOST`), and the change from `older` to `newer` where both are given and there.
    Raises `Hidden`, or `Forbidden` for a deleted text.
    """
    post = _readable(viewer, post_id)
    rows = list(Revision.objects.filter(post=post).select_related("by").order_by("-number")[: MOST + 1])
    pairs = zip(rows[:MOST], [*rows[1:], None], strict=False)
    chosen = (min(older, newer), max(older, newer))
    two = {row.number: row for row in Revision.objects.filter(post=post, number__in=set(chosen))} if all(chosen) else {}
    return History(
        post=post,
        versions=[_version(row, before) for row, before in pairs],
        more=len(rows) > MOST,
        compared=chosen,
        comparison=_change(two[chosen[0]], two[chosen[1]]) if two.keys() == set(chosen) else None,
        may_restore=policy.allows(Permission.EDIT, viewer, post),
    )


def version(viewer: Viewer, post_id: int, number: int) -> OneVersion:
    """One revision; raises `Hidden` also where there is none of that number."""
    post = _readable(viewer, post_id)
    row = Revision.objects.filter(post=post, number=number).select_related("by").first()
    if row is None:
        raise Hidden
    return OneVersion(
        post=post,
        version=_version(row, None),
        title=row.title,
        tags=row.tags,
        change=_change(_standing(post), row),
        may_restore=policy.allows(Permission.EDIT, viewer, post),
    )


def _readable(viewer: Viewer, post_id: int) -> Post:
    post = find_post(post_id, viewer)
    policy.require(Permission.READ_REVISIONS, viewer, post)
    return post


def _standing(post: Post) -> Revision:
    """What stands now, as a revision would have it."""
    source = html_to_markdown(post.source) if post.format == Format.HTML else post.source
    opening = post.role == PostRole.OPENING
    tags = " ".join(tag.slug for tag in tags_of([post.item_id]).get(post.item_id, ())) if opening else ""
    return Revision(title=post.item.title if opening else "", source=source, tags=tags)


def _version(row: Revision, before: Revision | None) -> Version:
    change = _change(before, row) if before else None
    return Version(row.number, row.by.name, row.by.handle, row.at, row.reason, row.source, change)


def _change(before: Revision, after: Revision) -> Change:
    return Change(before.title, after.title, before.tags, after.tags, diff(before.source, after.source))

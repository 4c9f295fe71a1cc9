"""Read models of drafts: a community's list of them (one statement), and one as its writers and reviewers read it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from markupsafe import Markup

from lorehall.communities.places import Place, place
from lorehall.content import addresses, writing
from lorehall.content.models import Post
from lorehall.content.queries.listing import cursor, read_cursor
from lorehall.kernel import policy
from lorehall.kernel.errors import Refused
from lorehall.kernel.policy import Permission
from lorehall.kernel.ui.pieces import stored
from lorehall.people.viewer import Viewer
from lorehall.practice.find import find_draft
from lorehall.practice.models import Approval, DraftWriter, PracticeDraft, Shape, Stage
from lorehall.practice.moves import offered_for_draft
from lorehall.practice.policy import reviewers_wanted, visible_drafts
from lorehall.practice.queries.head import Face, face

SIZE = 30
LISTS = ("", "review", "mine", "dropped")
"""What is open, what waits for a reviewer, what one writes oneself, what was dropped."""


@dataclass(frozen=True, slots=True)
class Row:
    """A draft in the list."""

    id: int
    title: str
    shape_words: str
    stage: str
    changed_at: datetime
    changed_by: str
    begun_by: str
    mine: bool
    url: str


@dataclass(frozen=True, slots=True)
class Rows:
    """`older` is the cursor of the next page, None at the end."""

    rows: Sequence[Row]
    older: str | None


def draft_list(viewer: Viewer, here: Place, show: str = "", after: str | None = None) -> Rows:
    """The drafts that the viewer may see, the last changed first. One statement."""
    writing_it = DraftWriter.objects.filter(draft=OuterRef("pk"), person_id=viewer.id)
    drafts = _shown(visible_drafts(viewer).filter(community_id=here.id), show, viewer)
    if key := read_cursor(after):
        at, draft_id = key
        drafts = drafts.filter(Q(changed_at__lt=at) | Q(changed_at=at, pk__lt=draft_id))
    fields = ("id", "title", "shape", "stage", "changed_at", "changed_by__name", "by__name", "mine")
    found = drafts.annotate(mine=Exists(writing_it)).order_by("-changed_at", "-id").values_list(*fields)[: SIZE + 1]
    rows = [_row(row) for row in found]
    last = rows[SIZE - 1] if len(rows) > SIZE else None
    return Rows(rows[:SIZE], cursor(last.changed_at, last.id) if last else None)


def _row(row: tuple[Any, ...]) -> Row:
    draft_id, title, shape, stage, changed_at, changed_by, begun_by, mine = row
    words, url = str(Shape(shape).label), f"/practice-drafts/{draft_id}"
    return Row(draft_id, title, words, stage, changed_at, changed_by, begun_by, bool(mine), url)


def _shown(drafts: QuerySet[PracticeDraft], show: str, viewer: Viewer) -> QuerySet[PracticeDraft]:
    if show == "dropped":
        return drafts.filter(stage=Stage.DROPPED)
    if show == "review":
        return drafts.filter(stage=Stage.IN_REVIEW)
    open_ones = drafts.filter(stage__in=(Stage.DRAFT, Stage.IN_REVIEW))
    mine = DraftWriter.objects.filter(person_id=viewer.id).values("draft_id")
    return open_ones.filter(pk__in=mine) if show == "mine" else open_ones


@dataclass(frozen=True, slots=True)
class Word:
    """What a reviewer said; `stale` where the draft was changed since."""

    by: str
    good: bool
    note: str
    at: datetime
    stale: bool


@dataclass(frozen=True, slots=True)
class SourceLine:
    """A source that the text names already."""

    id: int
    author: str
    title: str
    url: str


_BARE = re.compile(r"<h2\b[^>]*>([^<]*(?:<(?!/h2>)[^<]*)*)</h2>\s*(?:<ol>\s*<li>\s*</li>\s*</ol>\s*)?(?=<h2\b|\Z)")
"""A heading with nothing below it, or with a first step that nobody wrote."""


@dataclass(frozen=True, slots=True)
class DraftPage:
    """A draft, rendered as readers would see it; `problem` says why it can't be."""

    draft: PracticeDraft
    place: Place
    html: Markup
    problem: str
    sources: Sequence[SourceLine]
    writers: Sequence[Face]
    words: Sequence[Word]
    wanted: int
    good: int
    moves: Sequence[Stage]
    may_write: bool
    may_judge: bool
    why_not_publish: str
    """"" where the viewer may publish it now."""

    @property
    def url(self) -> str:
        return f"/practice-drafts/{self.draft.pk}"

    @property
    def title(self) -> str:
        return str(self.draft.title)

    @property
    def bare(self) -> Sequence[str]:
        """The headings below which readers would find nothing."""
        return [stored(words).striptags() for words in _BARE.findall(self.html)]

    @property
    def shape_words(self) -> str:
        return str(Shape(self.draft.shape).label)


def draft_page(viewer: Viewer, draft_id: int) -> DraftPage:
    """All of it; raises `Hidden`."""
    draft = find_draft(draft_id, viewer)
    words = [
        Word(row.by.name, row.good, row.note, row.at, row.version != draft.version)
        for row in Approval.objects.filter(draft=draft).select_related("by").order_by("at")
    ]
    no = policy.denial(Permission.PUBLISH, viewer, draft)
    return DraftPage(
        draft=draft,
        place=place(viewer, community_id=draft.community_id),
        writers=writers(viewer, draft),
        words=words,
        wanted=reviewers_wanted(draft.community_id),
        good=sum(word.good and not word.stale for word in words),
        moves=offered_for_draft(viewer, draft),
        may_write=policy.allows(Permission.WRITE_DRAFT, viewer, draft),
        may_judge=policy.allows(Permission.APPROVE_DRAFT, viewer, draft),
        why_not_publish=str(no.message) if no else "",
        **_read(viewer, draft),
    )


def writers(viewer: Viewer, draft: PracticeDraft) -> list[Face]:
    """Who write it, who began it first. One statement."""
    fields = ("person_id", "person__name", "person__handle", "person__photo", "person__hue")
    rows = DraftWriter.objects.filter(draft=draft).order_by("id").values_list(*fields)
    return sorted((face(row, viewer) for row in rows), key=lambda one: one.id != draft.by_id)


def _read(viewer: Viewer, draft: PracticeDraft) -> dict[str, Any]:
    try:
        text = writing.write(draft.source, draft.room, by=viewer, cites=True)
    except Refused as refusal:
        return {"html": stored(""), "problem": refusal.message, "sources": ()}
    posts = Post.objects.select_related("item", "author").in_bulk(text.cited)
    sources = [_line(posts[post_id]) for post_id in text.cited if post_id in posts]
    return {"html": stored(text.html), "problem": "", "sources": sources}


def _line(post: Post) -> SourceLine:
    item = post.item
    url = addresses.of_post(item.kind, item.pk, item.slug, post.pk, post.number)
    return SourceLine(post.pk, post.author.name, item.title, url)

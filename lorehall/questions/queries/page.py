"""A question's page. Seven statements, whoever reads it and however many posts it has; one more above `posts.MANY`,
and one where a practice cites any of them.
"""

from __future__ import annotations

from typing import Any

from lorehall.communities.places import place
from lorehall.content.queries.cited import PartOf
from lorehall.drafts.beginning import begin_here
from lorehall.kernel.ui.drafting import NOTHING
from lorehall.kernel.ui.pieces import stored
from lorehall.people.viewer import Viewer
from lorehall.questions.queries import beside
from lorehall.questions.queries.head import Head, head, rights
from lorehall.questions.queries.posts import SORTS, Shown, posts
from lorehall.questions.queries.shapes import ItemRights, QuestionPage
from lorehall.questions.queries.steps import chip, steps
from lorehall.reading.queries.reader import Reader, reader


def question_page(
    viewer: Viewer, item_id: int, *, sort: str = "best", after: str | None = None, at: str | None = None
) -> QuestionPage:
    """All that the page prints, and what the viewer may do. `sort` is one of `SORTS`; `after` is a page's `older`;
    `at` is a post that the page should have on it. Raises `Hidden`.
    """
    found = head(viewer, item_id)
    sort = sort if sort in SORTS else "best"
    shown = posts(found, viewer, sort=sort, after=after, at=at)
    allowed = rights(viewer, found)
    tags, ties = beside.tied(viewer, item_id)
    return QuestionPage(
        place=place(viewer, community_id=found.community_id),
        id=item_id,
        slug=found.slug,
        title=found.title,
        state=found.state,
        chip=chip(found.state, found.created_at),
        room_id=found.room_id,
        created_at=found.created_at,
        answers_count=found.replies_count,
        followers=found.followers,
        too_count=found.too_count,
        locked=found.locked_at is not None,
        deleted=found.deleted_at is not None,
        public=found.room.public,
        by_when=found.by_when,
        tried=stored(found.tried_html),
        deciding=stored(found.deciding_html),
        seal=found.seal,
        opening=shown.opening,
        answers=shown.answers,
        rights=allowed,
        tags=tags,
        knowers=beside.knowers(found),
        ties=ties,
        steps=steps(found, _practices(shown)),
        sort=sort,
        older=shown.older,
        begins=shown.begins,
        last_number=found.last_number,
        **_own(viewer, found, shown, allowed),
    )


def _practices(shown: Shown) -> tuple[PartOf, ...]:
    """What its posts are part of: the confirmed answer first, which stands first."""
    return tuple(made for post in (*shown.answers, shown.opening) for made in post.part_of if not made.state)


def _own(viewer: Viewer, found: Head, shown: Shown, allowed: ItemRights) -> dict[str, Any]:
    """What on the page is this reader's own."""
    whole = shown.begins and shown.older is None
    belongs = found.community_id in viewer.memberships
    reads = reader(found.id, found.read_to, found.since, found.last_number if whole else 0) if belongs else None
    return {
        "followed": found.followed,
        "too_mine": found.too_mine,
        "saved": found.saved,
        "reader": reads,
        "new": _new(shown, reads, viewer),
        "draft": NOTHING if allowed.answer else begin_here(viewer, "answer", found.id, found.draft_id),
    }


def _new(shown: Shown, reads: Reader | None, viewer: Viewer) -> frozenset[int]:
    """The posts that came since the reader was here; none where all of it is new to them."""
    if reads is None or not reads.begun:
        return frozenset()
    every = [post for answer in shown.answers for post in (answer, *answer.replies)] + shown.opening.replies
    others = (post for post in every if not post.deleted and post.author.id != viewer.person_id)
    return frozenset(post.id for post in others if reads.is_new(post.number, post.created_at))

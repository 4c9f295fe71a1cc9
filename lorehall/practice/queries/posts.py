"""The text of a practice, what is said about it, and notes of dissent: one statement. Reports of use are posts too, and
are read by whoever prints them.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any, NamedTuple

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery

from lorehall.communities.policy import coordinates
from lorehall.content.models import Post, PostRole, Useful
from lorehall.content.policy import may_read_text, writes_to
from lorehall.content.printed import Printed
from lorehall.content.queries.sources import Origin
from lorehall.kernel import policy
from lorehall.kernel.db.prepared import Parameters, prepare
from lorehall.kernel.policy import Permission
from lorehall.kernel.text.lone import maybe
from lorehall.kernel.text.poll import BEGINNING
from lorehall.kernel.ui.pieces import stored
from lorehall.people.viewer import Viewer
from lorehall.polls.queries.live import live
from lorehall.practice.queries.head import Head, face
from lorehall.practice.queries.shapes import PostRights, Said
from lorehall.previews.queries import previewed

PAGE = 40
"""So many posts are said about a practice on one page."""
_FIELDS = (
    "id",
    "number",
    "role",
    "html",
    "created_at",
    "edited_at",
    "revisions_count",
    "useful_count",
    "deleted_at",
    "deleted_by_id",
    "author_id",
    "author__name",
    "author__handle",
    "author__photo",
    "author__hue",
    "dissent__section",
    "dissent__settled_at",
    "dissent__settled_by__name",
    "origin__source",
    "origin__url",
    "origin__licence",
)


class _Subject(NamedTuple):
    """A post as policy asks about it."""

    role: str
    author_id: int
    item: Head
    deleted_at: datetime | None
    deleted_by_id: int | None


class Shown(NamedTuple):
    """`older` is the number behind which the discussion goes on, 0 for its end."""

    opening: Said
    replies: list[Said]
    dissents: list[Said]
    older: int


def _page(p: Parameters) -> QuerySet[Post]:
    """The opening, every note of dissent, and the replies behind a number, in the order of their numbers."""
    here = Post.objects.filter(item_id=p("item"))
    replies = here.filter(role=PostRole.REPLY, number__gt=p("after")).order_by("number")
    chosen = Q(number=1) | Q(role=PostRole.DISSENT) | Q(pk__in=Subquery(replies.values("pk")[: PAGE + 1]))
    return here.filter(chosen).order_by("number")


def _marked(p: Parameters) -> QuerySet[Post, tuple[Any, ...]]:
    mine = Exists(Useful.objects.filter(post=OuterRef("pk"), person_id=p("person")))
    return _page(p).annotate(mine=mine).values_list(*_FIELDS, "mine")


_for_visitors = prepare(lambda p: _page(p).values_list(*_FIELDS))
_for_people = prepare(_marked)


def posts(head: Head, viewer: Viewer, after: int = 0) -> Shown:
    """What the page prints of the item's posts."""
    given = {"item": head.id, "after": after}
    person = viewer.person_id
    rows = _for_visitors(**given) if person is None else _for_people(**given, person=person)
    asked: dict[tuple[object, ...], PostRights] = {}
    every = _with_blocks([_said(row, head, viewer, asked) for row in rows], head, viewer)
    replies = [post for post in every if post.role == PostRole.REPLY]
    more = len(replies) > PAGE
    replies = replies[:PAGE]
    return Shown(
        opening=every[0],
        replies=replies,
        dissents=[post for post in every if post.role == PostRole.DISSENT],
        older=replies[-1].number if more else 0,
    )


def _said(row: tuple[Any, ...], head: Head, viewer: Viewer, asked: dict[tuple[object, ...], PostRights]) -> Said:
    rights = _rights(_Subject(row[2], row[10], head, row[8], row[9]), viewer, asked)
    return Said(
        id=row[0],
        number=row[1],
        role=row[2],
        author=face(row[10:15], viewer),
        html=stored(row[3] if rights.read else ""),
        created_at=row[4],
        edited_at=row[5],
        revisions=row[6],
        useful=row[7],
        useful_mine=bool(row[21]) if len(row) > 21 else False,
        deleted=row[8] is not None,
        rights=rights,
        section=row[15] or "",
        settled_at=row[16],
        settled_by=row[17] or "",
        origin=Origin(*row[18:21]) if row[18] else None,
    )


def _rights(post: _Subject, viewer: Viewer, asked: dict[tuple[object, ...], PostRights]) -> PostRights:
    """What the viewer may do depends on few things, so policy is asked once for each combination of them."""
    mine = post.author_id == viewer.person_id
    key = (post.role, mine, post.deleted_at is None, post.deleted_by_id == viewer.person_id)
    known = asked.get(key)
    if known is None:
        known = asked[key] = _ask(post, viewer)
    return known


def _ask(post: _Subject, viewer: Viewer) -> PostRights:
    def may(permission: Permission) -> bool:
        return policy.allows(permission, viewer, post)

    read = may_read_text(viewer, post)  # type: ignore[arg-type]  # a row that has what the rule asks for
    if viewer.person_id is None:
        return PostRights(False, False, False, False, read)
    opening = post.role == PostRole.OPENING
    return PostRights(
        edit=may(Permission.REVISE if opening else Permission.EDIT),
        delete=may(Permission.DELETE),
        restore=may(Permission.RESTORE),
        useful=may(Permission.MARK_USEFUL),
        read=read,
    )


def _with_blocks(every: list[Said], head: Head, viewer: Viewer) -> list[Said]:
    """Polls and previews in the texts: one statement for each of the two, where there are any."""
    holding = {post.id: post for post in every if not post.deleted and (BEGINNING in post.html or maybe(post.html))}
    if holding:
        writes = writes_to(viewer, head) is None  # type: ignore[arg-type]  # as above
        leads = coordinates(viewer, head.community_id)
        for put_in in (previewed, live):
            printed = [Printed(post.id, post.html, post.author.id == viewer.person_id) for post in holding.values()]
            for post_id, html in put_in(viewer, printed, writes=writes, leads=leads).items():
                holding[post_id].html = stored(html)
    return every

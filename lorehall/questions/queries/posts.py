"""The posts of a question with all that is printed beside them: one statement, or two where they are very many."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any, NamedTuple

from django.db.models import Case, Exists, F, IntegerField, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce

from lorehall.communities.models import Membership, Role
from lorehall.content import models as content
from lorehall.content.models import PostRole, Useful
from lorehall.content.policy import may_read_text
from lorehall.content.queries.cited import part_of
from lorehall.kernel import policy
from lorehall.kernel.db.prepared import Parameters, prepare
from lorehall.kernel.policy import Permission
from lorehall.kernel.ui.pieces import stored
from lorehall.kernel.ui.words import words as ngettext
from lorehall.people.viewer import Viewer
from lorehall.questions.models import Helped
from lorehall.questions.queries.blocks import fill
from lorehall.questions.queries.head import Head
from lorehall.questions.queries.shapes import Author, Given, Origin, Post, PostRights

MANY = 100
"""With more posts than that, answers come in pages."""
PAGE = 30
SORTS = ("best", "newest", "oldest")

_POST = (
    "id",
    "number",
    "role",
    "parent_id",
    "html",
    "created_at",
    "edited_at",
    "revisions_count",
    "useful_count",
    "useful_base",
    "deleted_at",
    "deleted_by_id",
    "author_id",
    "author__name",
    "author__handle",
    "author__photo",
    "author__hue",
)
_BESIDE = ("origin__source", "origin__url", "origin__licence", "logged__given_by", "logged__where", "cited_count")


def _annotated(
    posts: QuerySet[content.Post], community_id: int, person_id: int | None
) -> QuerySet[content.Post, tuple[Any, ...]]:
    here = {"community_id": community_id, "person_id": OuterRef("author_id")}
    posts = posts.annotate(confirmed=Subquery(Helped.objects.filter(**here).values("confirmed")[:1]))
    if person_id is None:
        return posts.values_list(*_POST, *_BESIDE, "confirmed")
    # Who is what in a community is for signed-in readers; visitors see names beside what was written, no more.
    active = Membership.objects.filter(**here, suspended_at=None)
    posts = posts.annotate(
        known_as=Subquery(active.values("role")[:1]),
        mine=Exists(Useful.objects.filter(post=OuterRef("pk"), person_id=person_id)),
    )
    return posts.values_list(*_POST, *_BESIDE, "confirmed", "known_as", "mine")


def _every(p: Parameters) -> QuerySet[content.Post]:
    return content.Post.objects.filter(item_id=p("item")).order_by("number")


_for_visitors = prepare(lambda p: _annotated(_every(p), p("community"), None))
_for_people = prepare(lambda p: _annotated(_every(p), p("community"), p("person")))


def _all_of(head: Head, viewer: Viewer) -> list[tuple[Any, ...]]:
    here = {"item": head.id, "community": head.community_id}
    return _for_visitors(**here) if viewer.person_id is None else _for_people(**here, person=viewer.person_id)


class Shown(NamedTuple):
    """The posts of one page; `older` is where answers go on, `begins` whether they begin here."""

    opening: Post
    answers: list[Post]
    older: str | None
    begins: bool


class _Subject(NamedTuple):
    """A post as policy asks about it."""

    role: str
    author_id: int
    item: Head
    deleted_at: datetime | None
    deleted_by_id: int | None


class _Shaper:
    """Makes posts out of rows. What the viewer may do depends on few things, so policy is asked once for each
    combination of them, rather than once for each post.
    """

    def __init__(self, head: Head, viewer: Viewer) -> None:
        self.head, self.viewer = head, viewer
        self.confirmed_id = head.seal.post_id if head.seal else None
        self.cited: list[tuple[int, int]] = []
        self._rights: dict[tuple[object, ...], PostRights] = {}
        self._authors: dict[int, Author] = {}

    def post(self, row: tuple[Any, ...]) -> Post:
        deleted = row[10] is not None
        rights = self._rights_for(row, deleted)
        if row[22] and not deleted:
            self.cited.append((row[0], row[22]))
        confirmed = row[23] or 0
        author = self._authors.get(row[12])
        if author is None:
            who: tuple[int, str, str, str, int] = row[12:17]
            why = _why(confirmed, row[24] if len(row) > 24 else None)
            author = self._authors[row[12]] = Author(*who, why, f"/people/{row[14]}" if self.viewer.signed_in else "")
        return Post(
            id=row[0],
            number=row[1],
            role=row[2],
            parent_id=row[3],
            author=author,
            html=stored(row[4]) if rights.read else stored(""),
            created_at=row[5],
            edited_at=row[6],
            revisions=row[7],
            useful=row[8] + row[9],
            useful_mine=bool(row[25]) if len(row) > 25 else False,
            deleted=deleted,
            rights=rights,
            origin=Origin(row[17], _web(row[18]), row[19]) if row[17] is not None else None,
            given=Given(row[20], row[21]) if row[20] is not None else None,
            confirmed=row[0] == self.confirmed_id and not deleted,
        )

    def _rights_for(self, row: tuple[Any, ...], deleted: bool) -> PostRights:
        viewer_id = self.viewer.person_id
        own = row[12] == viewer_id
        key = (row[2] == PostRole.OPENING, own, deleted, deleted and row[11] == viewer_id)
        known = self._rights.get(key)
        if known is None:
            known = self._rights[key] = self._ask(_Subject(row[2], row[12], self.head, row[10], row[11]))
        return known

    def _ask(self, post: _Subject) -> PostRights:
        def may(permission: Permission) -> bool:
            return policy.allows(permission, self.viewer, post)

        read = may_read_text(self.viewer, post)  # type: ignore[arg-type]
        if self.viewer.person_id is None:
            return PostRights(False, False, False, False, read)
        return PostRights(
            edit=may(Permission.EDIT),
            delete=may(Permission.DELETE),
            restore=may(Permission.RESTORE),
            useful=may(Permission.MARK_USEFUL),
            read=read,
        )


def _web(url: str) -> str:
    """An address out of an import, if it is one that a browser opens as a page."""
    return url if url.startswith(("https://", "http://")) else ""


_NAMED_ROLES = {Role.COORDINATOR.value, Role.STEWARD.value, Role.SPONSOR.value}


def _why(confirmed: int, role: str | None) -> str:
    words = []
    if role in _NAMED_ROLES:
        words.append(str(Role(role).label))
    if confirmed:
        words.append(
            ngettext("%(num)s confirmed answer here", "%(num)s confirmed answers here", confirmed) % {"num": confirmed}
        )
    return " · ".join(words)


def posts(head: Head, viewer: Viewer, *, sort: str = "best", after: str | None = None, at: str | None = None) -> Shown:
    """The opening and the answers, replies under each. One statement for up to `MANY` posts, two for more; one besides
    where a practice cites any. `at` names a post that is wanted: where there are pages, its answer comes first.
    """
    shaper = _Shaper(head, viewer)
    if head.last_number <= MANY:
        opening, answers = _gathered(_filled([shaper.post(row) for row in _all_of(head, viewer)], shaper))
        answers.sort(key=_ORDERS[sort])
        return Shown(opening, answers, None, True)
    return _paged(head, shaper, sort, after, at)


def _paged(head: Head, shaper: _Shaper, sort: str, after: str | None, at: str | None) -> Shown:
    every = content.Post.objects.filter(item_id=head.id)
    here = (head.community_id, shaper.viewer.person_id)
    cursor = _read(after)
    chosen = _page_of(every, head, sort, cursor, _wanted(every, at))
    found = [shaper.post(row) for row in _annotated(chosen, *here)[: PAGE + 2]]
    more = len(found) == PAGE + 2
    found = found[: PAGE + 1]
    parents = [post.id for post in found if cursor is None or post.role != PostRole.OPENING]
    replies = every.filter(role=PostRole.REPLY, parent_id__in=parents).order_by("number")
    last = found[-1]
    found += [shaper.post(row) for row in _annotated(replies, *here)]
    opening, answers = _gathered(_filled(found, shaper))
    return Shown(opening, answers, f"{last.useful}.{last.number}" if more else None, cursor is None)


def _filled(found: list[Post], shaper: _Shaper) -> list[Post]:
    """The same posts, with what stands in their texts, and with what they became part of."""
    parts = part_of(shaper.viewer, shaper.cited)
    for post in found if parts else ():
        post.part_of = parts.get(post.id, ())
    return fill(found, shaper.head, shaper.viewer)


def _gathered(found: Iterable[Post]) -> tuple[Post, list[Post]]:
    by_id = {post.id: post for post in found}
    answers = []
    for post in by_id.values():
        if post.role == PostRole.ANSWER:
            answers.append(post)
        elif post.parent_id is not None and post.parent_id in by_id:
            by_id[post.parent_id].replies.append(post)
    return next(post for post in by_id.values() if post.role == PostRole.OPENING), answers


_ORDERS: dict[str, Any] = {
    "best": lambda post: (not post.confirmed, -post.useful, post.number),
    "newest": lambda post: (not post.confirmed, -post.number),
    "oldest": lambda post: (not post.confirmed, post.number),
}


def _read(after: str | None) -> tuple[int, int] | None:
    try:
        useful, number = (int(part) for part in (after or "").split("."))
    except ValueError:
        return None
    return (useful, number) if 0 <= useful < 2**31 and 0 < number < 2**31 else None


def _wanted(every: QuerySet[content.Post], at: str | None) -> Any:
    """The answer that a post is, or stands under."""
    if not at or not at.isascii() or not at.isdigit() or len(at) > 18:
        return 0
    wanted = every.filter(pk=int(at)).annotate(answer=Coalesce("parent_id", "pk"))
    return Subquery(wanted.values("answer")[:1])


def _page_of(
    every: QuerySet[content.Post], head: Head, sort: str, cursor: tuple[int, int] | None, wanted: Any
) -> QuerySet[content.Post]:
    """The opening first, then the confirmed answer, then the others in order, from the cursor on."""
    standing = head.seal.post_id if head.seal else 0
    answers = every.filter(role=PostRole.ANSWER)
    score = F("useful_count") + F("useful_base")
    if cursor is not None:
        useful, number = cursor
        further = {
            "best": Q(score__lt=useful) | Q(score=useful, number__gt=number),
            "newest": Q(number__lt=number),
            "oldest": Q(number__gt=number),
        }[sort]
        answers = answers.exclude(pk=standing).annotate(score=score).filter(further)
    rank = Case(
        When(number=1, then=Value(0)),
        When(pk=standing, then=Value(1)),
        When(pk=wanted, then=Value(2)),
        default=Value(3),
        output_field=IntegerField(),
    )
    order: dict[str, list[Any]] = {
        "best": [score.desc(), F("number").asc()],
        "newest": [F("number").desc()],
        "oldest": [F("number").asc()],
    }
    return every.filter(Q(number=1) | Q(pk__in=answers.values("pk"))).order_by(rank.asc(), *order[sort])

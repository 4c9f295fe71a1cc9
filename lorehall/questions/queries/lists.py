"""Lists of questions. Three statements each: the rows, their tags, and who helped."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext_lazy as _

from lorehall.communities.places import Place
from lorehall.content.models import Follow, Item, ItemKind, ItemTag, Post
from lorehall.content.queries.listing import Listing, Row, Walk
from lorehall.kernel.db.prepared import Parameters, prepare
from lorehall.people.viewer import Viewer
from lorehall.questions.models import Confirmation, State
from lorehall.questions.queries.steps import chip

LISTS = {
    "newest": _("Newest"),
    "open": _("Open"),
    "unanswered": _("No reply yet"),
    "confirmed": _("Confirmed"),
    "mine": _("Mine"),
    "followed": _("Followed"),
}
OWN = {"mine", "followed"}


@dataclass(frozen=True, slots=True)
class QuestionRow:
    """A question in a list. `helper` gave the confirmed answer."""

    item: Row
    chip: str
    helper: str


@dataclass(frozen=True, slots=True)
class QuestionList:
    """A page of a list; `newer` and `older` are cursors, None at the ends."""

    rows: Sequence[QuestionRow]
    newer: str | None
    older: str | None


def lists_for(viewer: Viewer) -> list[str]:
    """The lists that make sense for this viewer; visitors have none of their own."""
    return [name for name in LISTS if viewer.signed_in or name not in OWN]


def _choose(p: Parameters, which: str, *, tagged: bool) -> QuerySet[Item]:
    items = Item.objects.filter(
        community_id=p("community"), kind=ItemKind.QUESTION, room_id__in=p.many("rooms"), deleted_at=None
    )
    if which == "open":
        items = items.filter(waiting=True)
    elif which == "unanswered":
        said = Post.objects.filter(item=OuterRef("pk"), number__gt=1, deleted_at=None)
        items = items.filter(~Exists(said), waiting=True)
    elif which == "confirmed":
        items = items.filter(state=State.CONFIRMED)
    elif which == "mine":
        items = items.filter(author_id=p("person"))
    elif which == "followed":
        items = items.filter(pk__in=Follow.objects.filter(person_id=p("person")).values("item_id"))
    if tagged:
        carrying = ItemTag.objects.filter(tag__community_id=p("community"), tag__slug=p.text("tag"))
        items = items.filter(pk__in=carrying.values("item_id"))
    return items


@cache
def _walk(which: str, *, tagged: bool) -> Walk:
    """One of a dozen, each compiled when it is first read."""
    return Walk(lambda p: _choose(p, which, tagged=tagged))


def question_list(
    viewer: Viewer,
    place: Place,
    which: str = "newest",
    *,
    tag: str = "",
    room_id: int | None = None,
    after: str | None = None,
    before: str | None = None,
) -> QuestionList:
    """The questions of a place that the viewer may read, newest activity first. `which` is a key of `LISTS`; `tag` is
    a tag's slug. Raises `Hidden` for a room that the viewer may not read.
    """
    which = which if which in lists_for(viewer) else "newest"
    given: dict[str, Any] = {"community": place.id, "rooms": place.room_ids}
    if room_id is not None:
        given["rooms"] = [place.room_by_id(room_id).id]
    if tag:
        given["tag"] = tag
    if which in OWN:
        given["person"] = viewer.person_id
    found = _walk(which, tagged=bool(tag))(after=after, before=before, **given)
    return QuestionList(rows_of(found), found.newer, found.older)


def rows_of(found: Listing) -> list[QuestionRow]:
    """The rows with what lists of questions say beyond what every item has. One statement."""
    helpers = helpers_of([row.id for row in found.rows])
    return [QuestionRow(row, chip(row.state, row.created_at), helpers.get(row.id, "")) for row in found.rows]


_helpers = prepare(
    lambda p: Confirmation.objects.filter(
        question_id__in=p.many("items"), ended_at=None, post__deleted_at=None
    ).values_list("question_id", "post__logged__given_by", "post__author__name")
)


def helpers_of(item_ids: Sequence[int]) -> dict[int, str]:
    """Who gave the answers that are confirmed, by question. One statement; none for no questions."""
    if not item_ids:
        return {}
    rows = _helpers(items=item_ids)
    return {question: given_by or name for question, given_by, name in rows}

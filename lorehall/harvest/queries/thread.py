"""A thread as something to take from: its posts by number, walked by key. Two statements."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from django.db.models import Exists, OuterRef, QuerySet
from markupsafe import Markup

from lorehall.communities.policy import reading
from lorehall.content import addresses
from lorehall.content.models import Item, Post, PostRole
from lorehall.content.queries.listing import LARGEST
from lorehall.content.writing import open_to_readers
from lorehall.harvest.reckon import KINDS
from lorehall.kernel.ui.pieces import stored
from lorehall.people.viewer import Viewer
from lorehall.practice.models import PracticeDraft
from lorehall.questions.models import Confirmation

SIZE = 40
"""Posts a page."""


class Author(NamedTuple):
    name: str
    handle: str
    hue: int
    photo: str

    @property
    def url(self) -> str:
        return f"/people/{self.handle}"


@dataclass(frozen=True, slots=True)
class Said:
    """A post that one can take from."""

    id: int
    number: int
    role: str
    author: Author
    html: Markup
    created_at: datetime
    useful: int
    confirmed: bool
    taken: bool
    url: str

    @property
    def opens(self) -> bool:
        return self.role == PostRole.OPENING


@dataclass(frozen=True, slots=True)
class Thread:
    """What is read while one writes. `closed`: not everybody who reads the draft's room may read it, so it can't be
    cited there.
    """

    id: int
    title: str
    kind: str
    url: str
    room: str
    closed: bool
    said: Sequence[Said]
    first: bool
    after: int
    """The number behind which it goes on; 0 where that is all of it."""


def thread(viewer: Viewer, item_id: int, draft: PracticeDraft, taken: Collection[int], after: int) -> Thread | None:
    """A page of the thread; None alike for what is not there and what the viewer may not read."""
    if item_id >= LARGEST:
        return None
    items = Item.objects.filter(reading(viewer, "room"), pk=item_id, kind__in=KINDS, deleted_at=None)
    opened = Exists(Item.objects.filter(open_to_readers(draft.room), pk=OuterRef("pk")))
    fields = ("pk", "title", "kind", "slug", "room__name")
    found = items.annotate(opened=opened).values_list(*fields, "opened").first()
    if found is None:
        return None
    after = after if 0 <= after < 2**31 else 0
    rows = list(_posts(item_id, after))
    said = [_said(row, found, taken) for row in rows[:SIZE]]
    return Thread(
        id=found[0],
        title=found[1],
        kind=found[2],
        url=addresses.of_item(found[2], found[0], found[3]),
        room=found[4],
        closed=not found[5],
        said=said,
        first=after == 0,
        after=said[-1].number if len(rows) > SIZE else 0,
    )


_FIELDS = (
    "pk",
    "number",
    "role",
    "author__name",
    "author__handle",
    "author__hue",
    "author__photo",
    "html",
    "created_at",
    "useful_count",
)


def _posts(item_id: int, after: int) -> QuerySet[Post, tuple[Any, ...]]:
    confirmed = Exists(Confirmation.objects.filter(post=OuterRef("pk"), ended_at=None))
    posts = Post.objects.filter(item_id=item_id, deleted_at=None, number__gt=after).order_by("number")
    return posts.annotate(confirmed=confirmed).values_list(*_FIELDS, "confirmed")[: SIZE + 1]


def _said(row: tuple[Any, ...], item: tuple[Any, ...], taken: Collection[int]) -> Said:
    return Said(
        id=row[0],
        number=row[1],
        role=row[2],
        author=Author(*row[3:7]),
        html=stored(row[7]),
        created_at=row[8],
        useful=row[9],
        confirmed=row[10],
        taken=row[0] in taken,
        url=addresses.of_post(item[2], item[0], item[3], row[0], row[1]),
    )

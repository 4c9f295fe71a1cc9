"""What stands beside a practice: tags, people, what it replaces, other languages, links both ways, and what higher
floors know of it. One statement.
"""

from __future__ import annotations

from typing import Any

from django.db.models import F, Q

from lorehall.communities.policy import may_read
from lorehall.content import addresses
from lorehall.content.models import ItemLink, ItemTag, Revision
from lorehall.content.queries.listing import TagName
from lorehall.kernel.db.prepared import Parameters, prepare
from lorehall.people.viewer import Viewer
from lorehall.practice import panels
from lorehall.practice.models import Practice
from lorehall.practice.queries.columns import Row, Rows, items, known_to_all, number, text
from lorehall.practice.queries.head import Head, RoomLike, face
from lorehall.practice.queries.shapes import Beside, Near

MOST = 12
"""So many links are shown each way."""
LIKE = 5
"""So many that only resemble it, behind those."""
_LEAD_ON = ("replaces", "language", "links", "linked", "close")


def _tags(p: Parameters) -> Rows:
    said = (F("tag__name"), F("tag__slug"), text(), text())
    carried = ItemTag.objects.filter(item_id=p("item"))
    return carried.values_list(text("tag"), number(), F("tag_id"), *said, number(), *known_to_all())


def _writers(p: Parameters) -> Rows:
    """Whoever wrote a version of it."""
    written = Revision.objects.filter(post__item_id=p("item"), post__number=1).order_by().distinct()
    said = (F("by__name"), F("by__handle"), F("by__photo"), text())
    return written.values_list(text("writer"), number(1), F("by_id"), *said, F("by__hue"), *known_to_all())


def _beside(p: Parameters) -> Rows:
    others = Practice.objects.filter(Q(pk=p("root")) | Q(translates_id=p("root"))).exclude(pk=p("item"))
    parts = [
        _writers(p),
        items(Practice.objects.filter(superseded_by_id=p("item")), "replaces", "item"),
        items(others, "language", "item", more=F("language")),
        items(ItemLink.objects.filter(item_id=p("item"), why="linked"), "links", "to"),
        items(ItemLink.objects.filter(to_id=p("item"), why="linked"), "linked", "item"),
        *(part(p) for part in panels.parts()),
    ]
    return _tags(p).union(*parts, all=True).order_by()


_read = prepare(_beside)


def beside(viewer: Viewer, head: Head) -> Beside:
    """All of it, as far as the viewer may see."""
    found: dict[str, list[Row]] = {}
    rows = [Row(*row) for row in _read(item=head.id, root=head.translates_id or head.id)]
    for row in sorted(rows, key=lambda row: (row.order, row.second)):
        if not row.room_id or may_read(viewer, RoomLike(row.room_id, row.community_id, row.access, row.public)):
            found.setdefault(row.what, []).append(row)
    near = {what: _near(found.get(what, ())) for what in _LEAD_ON}
    shown = {head.id, *(one.id for what in ("replaces", "language") for one in near[what])}
    links: dict[str, tuple[Near, ...]] = {}
    for what in ("links", "linked", "close"):
        links[what] = tuple(one for one in near[what] if one.id not in shown)[: LIKE if what == "close" else MOST]
        shown |= {one.id for one in links[what]}
    return Beside(
        tags=tuple(TagName(row.first, row.second) for row in found.get("tag", ())),
        writers=tuple(face((row.id, *row[3:6], row.hue), viewer) for row in found.get("writer", ())),
        replaces=near["replaces"],
        languages=near["language"],
        links=links["links"],
        linked_from=links["linked"],
        close=links["close"],
        rows=found,
    )


def _near(rows: Any) -> tuple[Near, ...]:
    return tuple(
        Near(row.id, row.first, addresses.of_item(row.third, row.id, row.second), row.third, row.fourth) for row in rows
    )

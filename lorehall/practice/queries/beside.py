"""What stands beside a practice: tags, people, what it replaces, other languages, links both ways. One statement."""

from __future__ import annotations

from typing import Any

from django.db.models import BooleanField, CharField, F, IntegerField, Q, QuerySet, Value

from lorehall.communities.policy import may_read
from lorehall.content import addresses
from lorehall.content.models import ItemLink, ItemTag, Revision
from lorehall.content.queries.listing import TagName
from lorehall.kernel.db.prepared import Parameters, prepare
from lorehall.kernel.ui import slots
from lorehall.people.viewer import Viewer
from lorehall.practice.models import Practice
from lorehall.practice.queries.head import Face, Head, RoomLike, face
from lorehall.practice.queries.shapes import Beside, Near

MOST = 12
"""So many links are shown each way."""
Rows = QuerySet[Any, tuple[Any, ...]]


def _text(value: str = "") -> Value:
    return Value(value, output_field=CharField())


def _number(value: int = 0) -> Value:
    return Value(value, output_field=IntegerField())


def _yes() -> Value:
    return Value(True, output_field=BooleanField())


# Each part has the same columns: what it is, the order in it, an id, four texts, a hue, and a room.
def _tags(p: Parameters) -> Rows:
    nowhere = (_number(), _number(), _text(), _yes())
    carried = ItemTag.objects.filter(item_id=p("item"))
    said = (F("tag__name"), F("tag__slug"), _text(), _text())
    return carried.values_list(_text("tag"), _number(), F("tag_id"), *said, _number(), *nowhere)


def _writers(p: Parameters) -> Rows:
    """Whoever wrote a version of it, its author first."""
    nowhere = (_number(), _number(), _text(), _yes())
    written = Revision.objects.filter(post__item_id=p("item"), post__number=1).order_by().distinct()
    said = (F("by__name"), F("by__handle"), F("by__photo"), _text())
    return written.values_list(_text("writer"), _number(1), F("by_id"), *said, F("by__hue"), *nowhere)


def _items(rows: QuerySet[Any], what: str, path: str, language: Any = None) -> Rows:
    """Rows of a table that lead to an item by `path`."""
    room = (f"{path}__{name}" for name in ("room_id", "community_id", "room__access", "room__public"))
    said = (F(f"{path}__title"), F(f"{path}__slug"), F(f"{path}__kind"), language or _text())
    item, where = F(f"{path}__id"), (F(name) for name in room)
    return rows.filter(**{f"{path}__deleted_at": None}).values_list(_text(what), -item, item, *said, _number(), *where)


def _beside(p: Parameters) -> Rows:
    others = Practice.objects.filter(Q(pk=p("root")) | Q(translates_id=p("root"))).exclude(pk=p("item"))
    parts = [
        _writers(p),
        _items(Practice.objects.filter(superseded_by_id=p("item")), "replaces", "item"),
        _items(others, "language", "item", F("language")),
        _items(ItemLink.objects.filter(item_id=p("item"), why="linked"), "links", "to"),
        _items(ItemLink.objects.filter(to_id=p("item"), why="linked"), "linked", "item"),
    ]
    return _tags(p).union(*parts, all=True).order_by()


_read = prepare(_beside)


def beside(viewer: Viewer, head: Head) -> Beside:
    """All of it, as far as the viewer may see."""
    tags: list[TagName] = []
    writers: list[Face] = []
    near: dict[str, list[Near]] = {}
    rows = sorted(_read(item=head.id, root=head.translates_id or head.id), key=lambda row: (row[0], row[1], row[4]))
    for what, _order, key, name, slug, third, fourth, hue, *room in rows:
        if what == "tag":
            tags.append(TagName(name, slug))
        elif what == "writer":
            writers.append(face((key, name, slug, third, hue), viewer))
        elif may_read(viewer, RoomLike(*room)):
            near.setdefault(what, []).append(Near(key, name, addresses.of_item(third, key, slug), third, fourth))
    shown = {head.id, *(one.id for what in ("replaces", "language") for one in near.get(what, ()))}
    links = [one for one in near.get("links", ()) if one.id not in shown]
    back = [one for one in near.get("linked", ()) if one.id not in {*shown, *(link.id for link in links)}]
    return Beside(
        tags=tuple(tags),
        writers=tuple(writers),
        replaces=tuple(near.get("replaces", ())),
        languages=tuple(near.get("language", ())),
        links=tuple(links[:MOST]),
        linked_from=tuple(back[:MOST]),
    )


def close(viewer: Viewer, head: Head, there: Beside) -> list[Near]:
    """What reads like it, as far as somebody above knows. One statement."""
    builder = slots.filled("close")
    known = {one.id for one in (*there.links, *there.linked_from, *there.replaces, *there.languages)}
    found = builder(viewer, head.id) if builder else ()
    return [Near(one.id, one.title, one.url, one.kind) for one in found if one.id not in known]

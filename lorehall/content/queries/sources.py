"""The sources of a practice, as one viewer may read them. One statement."""

from __future__ import annotations

from datetime import datetime
from typing import Any, NamedTuple

from lorehall.communities.policy import may_read
from lorehall.content import addresses
from lorehall.content.models import Citation
from lorehall.kernel.db.prepared import prepare
from lorehall.people.viewer import Viewer


class Source(NamedTuple):
    """A line of the list of sources. What the viewer may not read, or is gone, has neither author nor address."""

    post_id: int
    number: int
    author: str
    role: str
    title: str
    url: str
    at: datetime
    gone: bool


class _Room(NamedTuple):
    id: int
    community_id: int
    access: str
    public: bool


_FIELDS = (
    "post_id",
    "number",
    "title",
    "post__author__name",
    "post__role",
    "post__created_at",
    "post__deleted_at",
    "post__number",
    "post__item_id",
    "post__item__kind",
    "post__item__slug",
    "post__item__deleted_at",
    "post__item__room_id",
    "post__item__community_id",
    "post__item__room__access",
    "post__item__room__public",
)
_cited = prepare(
    lambda p: Citation.objects.filter(item_id=p("item"), gone_at=None).order_by("number").values_list(*_FIELDS)
)


def sources(viewer: Viewer, item_id: int) -> list[Source]:
    """The sources in their order, numbered as the text numbers them."""
    return [_source(row, viewer) for row in _cited(item=item_id)]


def _source(row: tuple[Any, ...], viewer: Viewer) -> Source:
    post_id, number, title, author, role, at, deleted_at, place, item_id, kind, slug, item_deleted_at, *room = row
    gone = deleted_at is not None or item_deleted_at is not None
    if gone or not may_read(viewer, _Room(*room)):
        return Source(post_id, number, "", role, "", "", at, gone)
    url = addresses.of_post(kind, item_id, slug, post_id, place)
    return Source(post_id, number, author, role, title, url, at, False)

"""What completes `@ad` and `#sour` while somebody writes in a room: only whom and what all its readers may know of.

Budget: people 2 statements (1 outside a thread), items 1.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import NamedTuple

from anyascii import anyascii
from django.db.models import Case, Q, Subquery, Value, When
from django.db.models.functions import Coalesce

from lorehall.communities.models import Access, Membership, RoomMember
from lorehall.communities.places import Place, RoomHead
from lorehall.content.models import Item, Post
from lorehall.content.past import PAST
from lorehall.content.writing import open_to_readers
from lorehall.kernel.text.fold import fold, tidy_line
from lorehall.people.viewer import Viewer

MOST = 8
RECENT_POSTS = 60
LONGEST = 60
LARGEST_ID = 2**63 - 1
SCANNED = 10_000
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class Option(NamedTuple):
    """`text` is what is written; `label` and `note` are what one chooses by."""

    text: str
    label: str
    note: str


def people(viewer: Viewer, place: Place, room: RoomHead, typed: str, *, item_id: int | None = None) -> list[Option]:
    """Members who read the room, by the beginning of their handle or of a word of their name; who wrote in the
    thread comes first, the latest before the others. The writer is left out.
    """
    thread = _in_thread(room, item_id) if item_id else []
    found = Membership.objects.filter(community_id=place.id, suspended_at=None).exclude(person_id=viewer.id)
    if room.access == Access.INVITED:
        found = found.filter(person_id__in=RoomMember.objects.filter(room_id=room.id).values("person_id"))
    word = fold(tidy_line(typed[:LONGEST]))
    if word:
        found = found.filter(Q(name_key__contains=f" {word}") | Q(person__handle__startswith=word))
    rank = Case(*(When(person_id=person, then=Value(at)) for at, person in enumerate(thread)), default=Value(MOST))
    order = [rank] if thread else []
    rows = found.order_by(*order, "name_key", "id").values_list("person__handle", "person__name")[:MOST]
    return [Option(f"@{handle}", name, f"@{handle}") for handle, name in rows]


def _in_thread(room: RoomHead, item_id: int) -> Sequence[int]:
    """Who wrote last under the item, if it is in this room."""
    posts = Post.objects.filter(item_id=min(item_id, LARGEST_ID), item__room_id=room.id, deleted_at=None)
    latest = posts.order_by("-number").values_list("author_id", flat=True)[:RECENT_POSTS]
    return list(dict.fromkeys(latest))[:MOST]


def items(place: Place, room: RoomHead, typed: str) -> list[Option]:
    """Items by number, or the latest of this community by the beginnings of words of their titles."""
    word = tidy_line(typed[:LONGEST])
    shown = Item.objects.filter(deleted_at=None)
    if word.isascii() and word.isdigit() and int(word) <= LARGEST_ID:
        shown = shown.filter(open_to_readers(room), pk=int(word))
    else:
        rooms = [each.id for each in place.rooms if each.access == Access.WHOLE or each.id == room.id]
        shown = shown.filter(community_id=place.id, room_id__in=rooms).exclude(state__in=PAST)
        shown = shown.filter(active_at__gte=_since(place))
        for part in _words(word):
            shown = shown.filter(Q(slug__startswith=part) | Q(slug__contains=f"-{part}"))
        shown = shown.order_by("-active_at", "-id")
    return [Option(f"#{pk}", title, f"#{pk}") for pk, title in shown.values_list("id", "title")[:MOST]]


def _since(place: Place) -> Coalesce:
    """The activity of the item that stands SCANNED from the newest: older ones are for the search. A word that no title
    holds would otherwise cost as much as the community has items.
    """
    newest = Item.objects.filter(community_id=place.id).order_by("-active_at", "-id")
    return Coalesce(Subquery(newest.values("active_at")[SCANNED : SCANNED + 1]), Value(_EPOCH))


def _words(typed: str) -> list[str]:
    """As an item's address spells its title: accents and scripts fold alike."""
    spelled = "".join(letter if letter.isalnum() else " " for letter in anyascii(typed).lower())
    return spelled.split()[:6]

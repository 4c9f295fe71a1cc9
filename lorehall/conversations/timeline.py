"""Where the months of a long conversation begin, for going to a date. One statement when a process meets the
conversation for the first time, and for each page that was filled since; none else.
"""

from __future__ import annotations

from datetime import datetime, timedelta, tzinfo
from functools import lru_cache
from typing import NamedTuple

from django.utils import timezone
from django.utils.formats import date_format

from lorehall.content import addresses
from lorehall.content.find import find_item
from lorehall.content.models import ItemKind, Post
from lorehall.kernel.db.prepared import prepare
from lorehall.kernel.ui.words import language
from lorehall.people.viewer import Viewer

LONG = 60
"""Shorter conversations are paged through."""
DAYS = timedelta(days=60)
"""What lasted no longer than that is told by days instead of months."""
KEPT = 256


class Stop(NamedTuple):
    """A month or a day: what it is called in its group, in full, and the first number of the page it begins on."""

    label: str
    title: str
    number: int


class Group(NamedTuple):
    """A year with its months, or a month with its days."""

    label: str
    stops: tuple[Stop, ...]


class Timeline(NamedTuple):
    """The groups, and the stop that the page is at."""

    groups: tuple[Group, ...]
    current: int


_starts_of = prepare(
    lambda p: (
        Post.objects.filter(item_id=p("item"), number__in=p.many("numbers"))
        .order_by("number")
        .values_list("created_at", flat=True)
    )
)
# When the first post of each page was written never changes: numbers are not used again. So what is known of a
# conversation stays true in every process, and only new pages are asked for.
_known: dict[tuple[int, datetime], tuple[datetime, ...]] = {}


def timeline(item_id: int, created_at: datetime, last_number: int, page: int, size: int) -> Timeline | None:
    """The stops of a conversation; None for a short one. `page` is the one being read, of `size` numbers."""
    if last_number <= LONG:
        return None
    starts = _starts(item_id, created_at, last_number, size)
    groups = _groups(starts, size, timezone.get_current_timezone(), language())
    first = (page - 1) * size + 1
    current = max((stop.number for group in groups for stop in group.stops if stop.number <= first), default=1)
    return Timeline(groups, current)


def address_at(viewer: Viewer, item_id: int, number: int) -> str:
    """The address of the post with this number in a conversation, or of the last one; raises `Hidden`."""
    item = find_item(item_id, viewer, kind=ItemKind.CONVERSATION)
    near = Post.objects.filter(item_id=item_id, number__lte=max(number, 1)).order_by("-number")
    post_id, found = near.values_list("pk", "number")[0]
    return addresses.of_post(item.kind, item.pk, item.slug, post_id, found)


def _starts(item_id: int, created_at: datetime, last_number: int, size: int) -> tuple[datetime, ...]:
    key = (item_id, created_at)
    known = _known.get(key, ())
    numbers = list(range(len(known) * size + 1, last_number + 1, size))
    if not numbers:
        return known
    starts = (*known, *_starts_of(item=item_id, numbers=numbers))
    if len(_known) >= KEPT:
        _known.pop(next(iter(_known)), None)
    _known[key] = starts
    return starts


@lru_cache(maxsize=KEPT)
def _groups(starts: tuple[datetime, ...], size: int, zone: tzinfo, _language: str) -> tuple[Group, ...]:
    by_days = starts[-1] - starts[0] <= DAYS
    outer, inner, full = ("F Y", "j", "j F Y") if by_days else ("Y", "M", "F Y")
    found: dict[str, dict[str, Stop]] = {}
    for index, start in enumerate(starts):
        moment = timezone.localtime(start, zone)
        stop = Stop(date_format(moment, inner), date_format(moment, full), index * size + 1)
        found.setdefault(date_format(moment, outer), {}).setdefault(stop.label, stop)
    return tuple(Group(label, tuple(stops.values())) for label, stops in found.items())

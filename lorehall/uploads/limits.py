"""How much may be brought: a file, by a person on a day, by a community in all."""

from __future__ import annotations

from django.conf import settings
from django.db.models import F
from django.utils.translation import gettext as _

from lorehall.kernel import clock
from lorehall.kernel.errors import Refused
from lorehall.uploads.models import Day, Space

MEGABYTE = 1024 * 1024
PICTURE = MEGABYTE // 4
"""What a picture takes of a day at least: one of a single colour is small, and as much work as any."""


def check(size: int) -> None:
    """Raise Refused for what is empty or larger than any file may be."""
    if size == 0:
        raise Refused("empty", _("This file is empty."), "file")
    if size > settings.UPLOAD_MOST:
        most = settings.UPLOAD_MOST // MEGABYTE
        raise Refused("too_big", _("This file is larger than %(most)s MB.") % {"most": most}, "file")


def check_left(community_id: int, person_id: int, size: int) -> None:
    """Raise Refused where it would not fit, before any work is done. `take` is what counts."""
    if Space.objects.filter(community_id=community_id, taken__gt=settings.UPLOAD_COMMUNITY_MOST - size).exists():
        raise _full()
    today = Day.objects.filter(person_id=person_id, day=clock.now().date())
    if today.filter(brought__gt=settings.UPLOAD_DAY_MOST - size).exists():
        raise _enough()


def take(community_id: int, person_id: int, size: int, *, of_day: int) -> None:
    """Count it, in the caller's transaction: what it takes of the room, and of the day. Raises Refused where it does
    not fit. Of two who race for the last room, one is refused: the row says how much is taken, and is changed only
    while there is room.
    """
    today = clock.now().date()
    Space.objects.bulk_create([Space(community_id=community_id)], ignore_conflicts=True)
    Day.objects.bulk_create([Day(person_id=person_id, day=today)], ignore_conflicts=True)
    space = Space.objects.filter(community_id=community_id, taken__lte=settings.UPLOAD_COMMUNITY_MOST - size)
    if not space.update(taken=F("taken") + size):
        raise _full()
    day = Day.objects.filter(person_id=person_id, day=today, brought__lte=settings.UPLOAD_DAY_MOST - of_day)
    if not day.update(brought=F("brought") + of_day):
        raise _enough()


def give_back(community_id: int, size: int) -> None:
    """The room of what was deleted. A day's measure is not given back: it is about work, not about room."""
    Space.objects.filter(community_id=community_id, taken__gte=size).update(taken=F("taken") - size)


def _full() -> Refused:
    words = _("This community’s room for files is used up. Its coordinators or the host can make some.")
    return Refused("community_full", words, "file")


def _enough() -> Refused:
    most = settings.UPLOAD_DAY_MOST // MEGABYTE
    words = _("You have added as much today as one person may, %(most)s MB. Tomorrow there is room again.")
    return Refused("day_full", words % {"most": most}, "file")

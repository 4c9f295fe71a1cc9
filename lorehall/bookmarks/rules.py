"""Put an item or a post by, with a note and a day to be reminded on; take it away again."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from lorehall.bookmarks.facts import Bookmarked
from lorehall.bookmarks.models import NOTE_LENGTH, Bookmark
from lorehall.content.find import find_item, find_post
from lorehall.content.models import Item, Post
from lorehall.kernel import clock, facts, policy
from lorehall.kernel.errors import Hidden, Refused
from lorehall.kernel.policy import Permission
from lorehall.kernel.text.fold import tidy_line
from lorehall.people.viewer import Viewer

MORNING = time(8)
MOST = 5_000


@dataclass(frozen=True, slots=True)
class Wish:
    """What goes with a bookmark."""

    note: str = ""
    remind_on: date | None = None


def put_item(item_id: int, wish: Wish | None = None, *, by: Viewer) -> Bookmark:
    """Put an item by; what was put by already only changes where there is a wish. Raises `Hidden`, `Forbidden`, or
    `Refused` for a day that is over.
    """
    return _put(find_item(item_id, by), None, wish, by)


def put_post(post_id: int, wish: Wish | None = None, *, by: Viewer) -> Bookmark:
    """Put a post by; like `put_item`."""
    post = find_post(post_id, by)
    return _put(post.item, post, wish, by)


def _put(item: Item, post: Post | None, wish: Wish | None, by: Viewer) -> Bookmark:
    policy.require(Permission.BOOKMARK, by, item)
    mine = Bookmark.objects.filter(person_id=by.id, item=item, post=post)
    values = _values(wish or Wish(), by)
    with transaction.atomic():
        found = mine.first()
        if found is None:
            if Bookmark.objects.filter(person_id=by.id).count() >= MOST:
                raise Refused("too_many", _("You have very many bookmarks. Take some away first."))
            return _make(mine, item, post, values, by)
        if wish is not None:
            _change(found, values)
    return found


def _make(mine: QuerySet[Bookmark], item: Item, post: Post | None, values: dict[str, object], by: Viewer) -> Bookmark:
    try:
        with transaction.atomic():
            made = Bookmark.objects.create(person_id=by.id, item=item, post=post, made_at=clock.now(), **values)
            facts.record(Bookmarked(item_id=item.pk, by_id=by.id))
            return made
    except IntegrityError:  # pressed twice
        return mine.get()


def change(bookmark_id: int, wish: Wish, *, by: Viewer) -> Bookmark:
    """Another note or another day. Raises `Hidden`, `Refused`."""
    found = _own(bookmark_id, by)
    with transaction.atomic():
        _change(found, _values(wish, by))
    return found


def take_away(bookmark_id: int, *, by: Viewer) -> None:
    """No more of it. Raises `Hidden`."""
    _own(bookmark_id, by).delete()


def take_item_away(item_id: int, *, by: Viewer) -> None:
    """No more of an item, whether it was put by or not."""
    Bookmark.objects.filter(person_id=by.id, item_id=item_id, post=None).delete()


def come_back(bookmark_id: int, *, by: Viewer) -> None:
    """The person came back to it: the reminder is over, the bookmark stays. Raises `Hidden`."""
    _own(bookmark_id, by)
    Bookmark.objects.filter(pk=bookmark_id).update(remind_on=None, remind_at=None, reminded_at=None)


def _own(bookmark_id: int, by: Viewer) -> Bookmark:
    found = Bookmark.objects.filter(pk=bookmark_id, person_id=by.id).first()
    if found is None:
        raise Hidden
    return found


def _change(bookmark: Bookmark, values: dict[str, object]) -> None:
    """Another day is another reminder; the same day with another note is the same."""
    again = {} if values["remind_on"] == bookmark.remind_on else {**values, "reminded_at": None}
    Bookmark.objects.filter(pk=bookmark.pk).update(**{"note": values["note"], **again})
    bookmark.refresh_from_db()


def _values(wish: Wish, by: Viewer) -> dict[str, object]:
    note = tidy_line(wish.note)
    if len(note) > NOTE_LENGTH:
        raise Refused("too_long", _("Keep the note to %(most)s characters.") % {"most": NOTE_LENGTH}, "note")
    return {"note": note, "remind_on": wish.remind_on, "remind_at": _morning(wish.remind_on, by)}


def _morning(day: date | None, by: Viewer) -> datetime | None:
    """Eight o’clock of the day, where the person is."""
    if day is None:
        return None
    zone = ZoneInfo(by.timezone or settings.TIME_ZONE)
    today = clock.now().astimezone(zone).date()
    if day < today or day.year > today.year + 10:
        raise Refused("no_such_day", _("Choose a day from today on, within ten years."), "remind_on")
    return datetime.combine(day, MORNING, tzinfo=zone)

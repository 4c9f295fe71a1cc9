"""Reminders: on the day, at eight where the person is, one letter with all that is due, and never a second."""

from __future__ import annotations

from itertools import groupby

from django.conf import settings
from django.db import transaction
from django.utils import translation
from django_tasks import task

from lorehall.bookmarks.models import Bookmark
from lorehall.bookmarks.queries import Row, own_rows
from lorehall.communities.viewers import viewer_of
from lorehall.kernel import clock, mail

AT_ONCE = 1_000


@task()
def remind() -> int:
    """Write to everybody for whom something is due; says how many letters."""
    waiting = Bookmark.objects.filter(remind_at__lte=clock.now(), reminded_at=None)
    found = list(
        waiting.order_by("person_id", "remind_at").values_list(
            "person_id", "person__email", "person__is_active", "person__name", "person__language", "id"
        )[:AT_ONCE]
    )
    sent = 0
    for (person_id, email, active, name, language), rows in groupby(found, key=lambda row: row[:5]):
        ids = [row[5] for row in rows]
        readable = own_rows(viewer_of(person_id), ids) if active and email else []
        letter = _written(name, language, readable) if readable else None
        sent += _send(ids, letter, email)
    return sent


def _written(name: str, language: str, rows: list[Row]) -> mail.Written:
    lines = [(row.title, settings.URL + row.url, row.note) for row in rows]
    with translation.override(language or settings.LANGUAGE_CODE):
        context = {"name": name, "lines": lines, "all": f"{settings.URL}/bookmarks"}
        return mail.write("bookmarks/mail/reminder", context, language=language)


def _send(ids: list[int], letter: mail.Written | None, email: str) -> int:
    """Note that these were reminded of, and send, both or neither. Where another worker was quicker with any of them,
    nothing: the next run sees what is left.
    """
    with transaction.atomic():
        waiting = Bookmark.objects.filter(pk__in=ids, reminded_at=None, remind_at__isnull=False)
        if waiting.update(reminded_at=clock.now()) != len(ids):
            transaction.set_rollback(True)
            return 0
        if letter is not None:
            mail.send_written(letter, email)
    return int(letter is not None)

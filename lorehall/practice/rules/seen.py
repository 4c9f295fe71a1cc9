"""Keeping which version of a practice a member last read, and which one they last used."""

from __future__ import annotations

from django.db import transaction
from django.db.models import F

from lorehall.kernel import clock
from lorehall.practice.models import Practice, Seen


def read(practice_id: int, person_id: int, number: int) -> None:
    """Note that they read this version. Two pages at once note it once; an older version never takes its place."""
    now = clock.now()
    mine = Seen.objects.filter(practice_id=practice_id, person_id=person_id)
    if mine.filter(number__lt=number).update(before=F("number"), number=number, at=now):
        return
    with transaction.atomic():
        if _first(practice_id, person_id, number):
            Practice.objects.filter(pk=practice_id).update(readers_count=F("readers_count") + 1)


def used(practice_id: int, person_id: int, number: int) -> None:
    """Note that they used this version, inside the caller's transaction."""
    if not Seen.objects.filter(practice_id=practice_id, person_id=person_id).update(used=number):
        if _first(practice_id, person_id, number):
            Practice.objects.filter(pk=practice_id).update(readers_count=F("readers_count") + 1)
        Seen.objects.filter(practice_id=practice_id, person_id=person_id).update(used=number)


def _first(practice_id: int, person_id: int, number: int) -> bool:
    """Whether this made the row. The count of rows that were made isn't told, so the unique row is asked for before."""
    if Seen.objects.filter(practice_id=practice_id, person_id=person_id).exists():
        return False
    # The practice's row is changed first, and held: of two pages that are read at once one makes the row.
    Practice.objects.filter(pk=practice_id).update(readers_count=F("readers_count"))
    if Seen.objects.filter(practice_id=practice_id, person_id=person_id).exists():
        return False
    Seen.objects.create(practice_id=practice_id, person_id=person_id, number=number, at=clock.now())
    return True

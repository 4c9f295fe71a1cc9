"""Go through a collection: a page is done when the member says so."""

from __future__ import annotations

from django.db import transaction

from lorehall.content.find import find_item
from lorehall.content.models import ItemKind
from lorehall.kernel import clock
from lorehall.kernel.errors import Forbidden, Hidden
from lorehall.library.find import find_collection
from lorehall.library.models import Done, Entry
from lorehall.people.viewer import Viewer


def done(collection_id: int, item_id: int, *, by: Viewer, on: bool = True) -> None:
    """Mark a page of a collection as done, or take that back. Twice is once. Raises `Hidden`, or `Forbidden` for a
    visitor.
    """
    collection = find_collection(collection_id, by)
    find_item(item_id, by, kind=ItemKind.PRACTICE)
    if by.person_id is None:
        raise Forbidden("sign_in", "Sign in first.")
    entry = Entry.objects.filter(collection=collection, item_id=item_id).first()
    if entry is None:
        raise Hidden
    with transaction.atomic():
        if on:
            row = Done(entry=entry, person_id=by.id, at=clock.now())
            Done.objects.bulk_create([row], ignore_conflicts=True)
        else:
            Done.objects.filter(entry=entry, person_id=by.id).delete()

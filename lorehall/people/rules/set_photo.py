"""A photo of a person, or none again."""

from __future__ import annotations

from django.db import transaction

from lorehall.kernel import facts, files
from lorehall.people import policy
from lorehall.people.facts import ProfileEdited
from lorehall.people.models import Person
from lorehall.people.viewer import Viewer

SIDE = 320


def set_photo(person_id: int, data: bytes, *, by: Viewer) -> str:
    """Keep the picture, re-encoded as a square without its metadata, and hand back its key.

    Raises Refused on field `photo` for what is no picture, or too big.
    """
    policy.require_self(by, person_id)
    key: str = files.store_image(data, max_px=SIDE, square=True)
    _write(person_id, key)
    return key


def remove_photo(person_id: int, *, by: Viewer) -> None:
    """Go back to initials."""
    policy.require_self(by, person_id)
    _write(person_id, "")


@transaction.atomic
def _write(person_id: int, key: str) -> None:
    Person.objects.filter(pk=person_id).update(photo=key)
    facts.record(ProfileEdited(person_id=person_id))

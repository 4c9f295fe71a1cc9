"""The links of a letter that asks whether a practice is still right: one person's, about one practice, for one review.

Whoever holds the letter can say "still right" by it, without signing in: it is recorded with their name, changes no
text, and the next review asks again. What changes more (edit, hand over, retire) leads to its form, which asks for a
session. A link is good for 60 days, and for nothing once that review is answered.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from django.conf import settings
from django.core import signing
from django.urls import reverse

SALT = "practice.still_right"
LIFETIME = timedelta(days=60)


@dataclass(frozen=True, slots=True)
class Asked:
    """Who was asked about which practice, for the review of which day."""

    person_id: int
    item_id: int
    review_on: date


class Ended(Exception):  # noqa: N818 - it was good once
    """The link is older than its lifetime."""


def token(asked: Asked) -> str:
    """What stands in the address."""
    return signing.dumps([asked.person_id, asked.item_id, asked.review_on.isoformat()], salt=SALT)


def read(said: str) -> Asked | None:
    """What a token says; None for what nobody here signed. Raises `Ended`."""
    try:
        person_id, item_id, day = signing.loads(said, salt=SALT, max_age=LIFETIME)
    except signing.SignatureExpired as error:
        raise Ended from error
    except (signing.BadSignature, ValueError, TypeError):
        return None
    return Asked(int(person_id), int(item_id), date.fromisoformat(day))


def address(asked: Asked, verb: str) -> str:
    """The whole address for one of the letter's verbs."""
    return settings.URL + reverse("practice:asked", args=[token(asked), verb])

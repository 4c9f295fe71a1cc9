"""The links of a letter that asks how a practice went: one person's, about one practice.

Whoever holds the letter can report by it, and end such letters, without signing in. A link is good for 90 days, and
records nothing before its form is sent, so that a program that follows links says nothing in a person's name.
"""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.core import signing
from django.urls import reverse

SALT = "reports.asked"
LIFETIME = timedelta(days=90)


def token(ask_id: int) -> str:
    """What stands in the address."""
    return signing.dumps(ask_id, salt=SALT)


def read(said: str) -> int | None:
    """The id of the asking; None for what nobody here signed, or long ago."""
    try:
        found = signing.loads(said, salt=SALT, max_age=LIFETIME)
    except (signing.BadSignature, ValueError, TypeError):
        return None
    return found if isinstance(found, int) else None


def address(ask_id: int, verb: str = "", **query: str) -> str:
    """The whole address: of the form, or of `stop`."""
    path = reverse(f"reports:{verb or 'asked'}", args=[token(ask_id)])
    said = "&".join(f"{name}={value}" for name, value in query.items())
    return f"{settings.URL}{path}{'?' if said else ''}{said}"

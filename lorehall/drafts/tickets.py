"""What a form's hidden field `draft` says: what is written there, by whom, and from which version on.

It is signed, and only handed out with a form that its reader may send. So one that comes back proves, even while nobody
is signed in, that this person was given this form.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from django.utils.crypto import constant_time_compare, salted_hmac

FIELD = "draft"
NEW = -1
"""The number of a draft that is to be kept beside the others."""
_SHAPE = re.compile(
    r"(?P<verb>[a-z]{1,16}):(?P<target>\d{1,18})\.(?P<number>\d{1,9}|new)"
    r"/(?P<person>\d{1,18})/(?P<version>\d{1,9})/(?P<seal>[0-9a-f]{32})",
    re.ASCII,
)


class Ticket(NamedTuple):
    """`version` is 0 where nothing is kept yet."""

    verb: str
    target: int
    person_id: int
    number: int = 0
    version: int = 0

    def __str__(self) -> str:
        number = "new" if self.number == NEW else self.number
        return f"{self.verb}:{self.target}.{number}/{self.person_id}/{self.version}/{_seal(self)}"


def read(text: object) -> Ticket | None:
    """The ticket again; None for what is none, or was not made here."""
    found = _SHAPE.fullmatch(text) if isinstance(text, str) else None
    if found is None:
        return None
    number = NEW if found["number"] == "new" else int(found["number"])
    ticket = Ticket(found["verb"], int(found["target"]), int(found["person"]), number, int(found["version"]))
    return ticket if constant_time_compare(found["seal"], _seal(ticket)) else None


def _seal(ticket: Ticket) -> str:
    words = f"{ticket.verb}:{ticket.target}/{ticket.person_id}"
    return salted_hmac("lorehall.drafts.ticket", words, algorithm="sha256").hexdigest()[:32]

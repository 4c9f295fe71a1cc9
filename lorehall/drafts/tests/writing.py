"""Short ways to keep drafts."""

from __future__ import annotations

from lorehall.drafts import rules
from lorehall.drafts.models import Draft
from lorehall.drafts.rules import Kept, Writing
from lorehall.drafts.tickets import Ticket
from lorehall.people.viewer import Viewer


def ticket(by: Viewer, verb: str = "answer", target: int = 1, **more: int) -> Ticket:
    return Ticket(verb, target, by.id, **more)


def keep(by: Viewer, text: str, at: Ticket, token: str = "form-1", **fields: str) -> Kept:
    """Keep a text under a ticket, as the form with this token does."""
    typed = {"text": [text], **{name: [value] for name, value in fields.items()}}
    return rules.keep(at, Writing(typed, token), by=by)


def texts(by: Viewer) -> list[str]:
    """What is kept of somebody's, in the order in which it was begun."""
    return [
        fields["text"][0]
        for fields in Draft.objects.filter(person_id=by.id).order_by("id").values_list("fields", flat=True)
    ]

"""What two of the people have on their desks: something begun, something to come back to."""

from __future__ import annotations

from datetime import timedelta

from lorehall.bookmarks.rules import Wish, put_item, put_post
from lorehall.communities.models import Community
from lorehall.drafts.rules import Writing, keep
from lorehall.drafts.tickets import Ticket
from lorehall.kernel import clock
from lorehall.people.viewer import Viewer

PLACE, WRITER, READER = "delivery", "ada", "ines"
ABOUT = frozenset({"q-canary-small", "q-rename-column", "q-handover", "c-review-template"})
"""What in the story they are about."""


def lay_out(
    items: dict[str, int], posts: dict[tuple[str, int], int], here: Community, writer: Viewer, reader: Viewer
) -> None:
    """Keep drafts of the writer's and bookmarks of both, by the rules; `items` and `posts` are by the story's names."""
    today = clock.now().date()
    _begin(Ticket("answer", items["q-canary-small"], writer.id), writer, text=ANSWER)
    _begin(Ticket("ask", here.pk, writer.id), writer, title=TITLE, text=QUESTION, tags="alerting")
    put_item(items["q-rename-column"], Wish("When we split the orders table.", today), by=writer)
    put_post(posts["q-handover", 1], Wish("Try these four lines next Monday.", today + timedelta(days=6)), by=reader)
    put_item(items["c-review-template"], by=reader)


def _begin(ticket: Ticket, writer: Viewer, **fields: str) -> None:
    typed = {name: [value] for name, value in fields.items()}
    keep(ticket, Writing(typed, device="Firefox on Android"), by=writer)


ANSWER = """\
At our size I gave up counting errors, too. What still says something in ten minutes:

- every error that the old version never had, by its message: **one** is enough
- the slowest request rather than the 99th percentile
- \
"""
TITLE = "Which alerts did you delete and never miss?"
QUESTION = "We have 61 of them, and I would like to start with the ones that"

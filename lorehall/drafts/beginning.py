"""How a form begins: with what was kept of it, on this device or another."""

from __future__ import annotations

from django.http import HttpRequest

from lorehall.drafts import tickets
from lorehall.drafts.fields import initial
from lorehall.drafts.queries import standing
from lorehall.drafts.rules import free_number
from lorehall.drafts.tickets import FIELD, Ticket
from lorehall.kernel.ui.drafting import NOTHING, Begun
from lorehall.people.doors import viewer_of
from lorehall.people.viewer import Viewer

ANOTHER = "new"


def begin(request: HttpRequest, verb: str, target: int) -> Begun:
    """For a form on a page of its own. `?draft=2` names one of several drafts, `?draft=new` begins one more; what was
    sent and refused goes on with its own. One statement.
    """
    viewer = viewer_of(request)
    if viewer.person_id is None:
        return NOTHING
    if request.method == "POST":
        sent = tickets.read(request.POST.get(FIELD))
        if sent is not None and sent[:3] == (verb, target, viewer.person_id):
            return Begun(str(sent), unsaved=True)
    ticket = Ticket(verb, target, viewer.person_id)
    asked = request.GET.get("draft", "")
    if asked == ANOTHER:
        return Begun(str(ticket._replace(number=free_number(ticket))))
    if asked.isascii() and asked.isdigit() and len(asked) < 10:
        ticket = ticket._replace(number=int(asked))
    return _with(ticket)


def begin_here(viewer: Viewer, verb: str, target: int, draft_id: int | None) -> Begun:
    """For a form at the end of a page that many read: `draft_id` is what `queries.begun` found in the page's own
    statement. No statement where there is no draft.
    """
    if viewer.person_id is None:
        return NOTHING
    ticket = Ticket(verb, target, viewer.person_id)
    return _with(ticket) if draft_id else Begun(str(ticket))


def _with(ticket: Ticket) -> Begun:
    found = standing(ticket)
    if found is None:
        return Begun(str(ticket))
    kept = ticket._replace(version=found.version)
    return Begun(str(kept), initial(found.fields), found.saved_at, f"?draft={ANOTHER}")

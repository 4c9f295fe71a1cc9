"""What was sent by somebody who is no longer signed in: carried through signing in, then kept as their draft.

It lies in the visitor's session, which signing in goes on with. Only a form with a ticket gets there, so nobody fills
our sessions who was not given a form; and it is only handed to the person whom the ticket names.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlencode, urlsplit

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from lorehall.drafts import rules, tickets
from lorehall.drafts.fields import fields_of
from lorehall.drafts.rules import Kept, Writing
from lorehall.drafts.tickets import FIELD, NEW, Ticket
from lorehall.kernel import clock
from lorehall.kernel.errors import Conflict, Refused
from lorehall.kernel.often import may_again
from lorehall.kernel.ui.forms import FORM_TOKEN, TOKEN_LENGTH
from lorehall.people import devices
from lorehall.people.doors import viewer_of
from lorehall.people.viewer import Viewer

UNSENT = "unsent"
LASTS = timedelta(days=1)
MOST_AN_HOUR = 30
"""Forms of one person that are put by: who has a ticket of their own must not fill the sessions with it."""


def writing_of(request: HttpRequest) -> Writing:
    """The form that was posted. Raises `Refused` where it is too much."""

    def token(name: str) -> str:
        return request.POST.get(name, "").replace("\0", "")[:TOKEN_LENGTH]

    device = devices.describe(request.headers.get("User-Agent", ""))[:80]
    return Writing(fields_of(request.POST), token(FORM_TOKEN), token("was"), device)


def wants_json(request: HttpRequest) -> bool:
    """Whether a script asks."""
    return request.headers.get("Accept", "").startswith("application/json")


def put_by(request: HttpRequest, ticket: Ticket) -> HttpResponse:
    """Put by what a visitor sent, and have them sign in."""
    if wants_json(request):
        return JsonResponse({"signed_out": True}, status=401)
    writing = writing_of(request)
    if may_again(f"unsent:{ticket.person_id}", MOST_AN_HOUR):
        request.session[UNSENT] = {
            "ticket": str(ticket),
            "fields": writing.fields,
            "token": writing.token,
            "device": writing.device,
            "at": clock.now().isoformat(),
        }
    query = urlencode({"next": reverse("drafts:unsent")})
    return HttpResponseRedirect(f"{reverse('account_login')}?{query}")


def take_up(request: HttpRequest, viewer: Viewer) -> Ticket | None:
    """Keep what was put by as a draft of the viewer's, if it is theirs; beside another one if that was changed since.
    None where there is nothing.
    """
    put: dict[str, Any] | None = request.session.get(UNSENT)
    ticket = tickets.read(put.get("ticket")) if put else None
    if put is None or ticket is None or ticket.person_id != viewer.person_id:
        return None
    del request.session[UNSENT]
    if clock.now() - datetime.fromisoformat(put["at"]) > LASTS:
        return None
    return keep_beside(ticket, Writing(put["fields"], put["token"], "", put["device"]), by=viewer).ticket


def keep_beside(ticket: Ticket, writing: Writing, *, by: Viewer) -> Kept:
    """Keep; where another form wrote meanwhile, both."""
    try:
        return rules.keep(ticket, writing, by=by)
    except Conflict:
        return rules.keep(ticket._replace(number=NEW), writing, by=by)


def keep_stale(request: HttpRequest) -> HttpResponse | None:
    """A form whose token against forgery is that of an earlier session: it is not sent, and not lost. Only for what
    this site's own page posted, with a ticket: another site has neither.
    """
    ticket = tickets.read(request.POST.get(FIELD))
    if ticket is None or not _from_here(request):
        return None
    viewer = viewer_of(request)
    if not viewer.signed_in:
        return put_by(request, ticket)
    if viewer.person_id != ticket.person_id:
        return None
    if wants_json(request):
        return JsonResponse({"stale": True}, status=403)
    try:
        kept = keep_beside(ticket, writing_of(request), by=viewer)
    except Refused:
        return None
    return HttpResponseRedirect(f"{reverse('drafts:unsent')}?{urlencode({'draft': str(kept.ticket)})}")


def _from_here(request: HttpRequest) -> bool:
    origin = request.headers.get("Origin") or request.headers.get("Referer") or ""
    return bool(origin) and urlsplit(origin).netloc == request.get_host()


def not_yours() -> str:
    """Why a form is not taken that was begun under another account."""
    return _("This was begun under another account. Sign in with that one to send it.")

"""Keeping a form, and the list of what was kept."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from lorehall.drafts import queries, rules, tickets
from lorehall.drafts.fields import fields_of, text_of
from lorehall.drafts.models import Draft
from lorehall.drafts.tickets import FIELD, NEW, Ticket
from lorehall.drafts.unsent import take_up, wants_json, writing_of
from lorehall.kernel.errors import Conflict, Forbidden, Refused
from lorehall.kernel.ui.page import page
from lorehall.people.doors import signed_in, viewer_of


@require_safe
@never_cache
@signed_in
def index(request: HttpRequest) -> HttpResponse:
    """One's own drafts."""
    viewer = viewer_of(request)
    take_up(request, viewer)
    rows = queries.own_drafts(viewer)
    context = {"drafts": [row for row in rows if not row.thrown], "thrown": [row for row in rows if row.thrown]}
    return page(request, "drafts/index.html", context, current="drafts")


@require_safe
@never_cache
@signed_in
def one(request: HttpRequest, draft_id: int) -> HttpResponse:
    """All that is written in a draft, for reading and copying."""
    row, text = queries.own_draft(viewer_of(request), draft_id)
    return page(request, "drafts/one.html", {"row": row, "text": text}, current="drafts")


@require_safe
@never_cache
@signed_in
def unsent(request: HttpRequest) -> HttpResponse:
    """To the form of what was written and not sent, after signing in; or from a form whose page was too old."""
    viewer = viewer_of(request)
    named = tickets.read(request.GET.get("draft"))
    ticket = take_up(request, viewer) or (named if named and named.person_id == viewer.person_id else None)
    if ticket is None:
        return HttpResponseRedirect("/")
    messages.info(request, _("Here is what you wrote. It is not sent yet: look at it, and send it again."))
    return HttpResponseRedirect(queries.where(viewer, ticket) or reverse("drafts:index"))


@require_POST
def keep(request: HttpRequest) -> HttpResponse:
    """Keep a form: by its script every few seconds, or by its button "Save as draft"."""
    viewer = viewer_of(request)
    ticket = tickets.read(request.POST.get(FIELD))
    if ticket is None or not viewer.signed_in:
        raise Forbidden("sign_in", _("Sign in first."))
    if not wants_json(request):
        return _keep_by_button(request, ticket)
    try:
        kept = rules.keep(ticket, writing_of(request), by=viewer)
    except Conflict as conflict:
        return JsonResponse(_other(ticket, conflict), status=409)
    except Forbidden:
        raise
    except Refused as refusal:
        return JsonResponse({"said": refusal.message}, status=422)
    return JsonResponse({"draft": str(kept.ticket), "sent": kept.sent})


def _other(ticket: Ticket, conflict: Conflict) -> dict[str, Any]:
    """The draft that stands, as the script and the page show it beside one's own."""
    theirs = conflict.theirs
    if not isinstance(theirs, Draft):
        raise TypeError("a conflict of drafts carries the other draft")
    return {
        "draft": str(ticket._replace(version=theirs.version)),
        "fields": theirs.fields,
        "text": text_of(theirs.fields),
        "device": theirs.device,
        "at": theirs.saved_at.isoformat(),
    }


def _keep_by_button(request: HttpRequest, ticket: Ticket) -> HttpResponse:
    viewer, choice = viewer_of(request), request.POST.get("choice", "")
    if choice == "theirs":
        return HttpResponseRedirect(reverse("drafts:index"))
    if choice == "both":
        ticket = ticket._replace(number=NEW)
    elif choice == "mine":
        instead = tickets.read(request.POST.get("instead"))
        ticket = ticket if instead is None else ticket._replace(version=instead.version)
    try:
        rules.keep(ticket, writing_of(request), by=viewer)
    except Conflict as conflict:
        fields = fields_of(request.POST)
        pairs = [(name, value) for name, values in fields.items() for value in values]
        context = {"ticket": str(ticket), "pairs": pairs, "mine": text_of(fields), "theirs": _other(ticket, conflict)}
        return page(request, "drafts/both.html", context, current="drafts", status=409)
    messages.success(request, _("Kept as a draft."))
    return HttpResponseRedirect(reverse("drafts:index"))


@require_POST
@signed_in
def throw_away(request: HttpRequest, draft_id: int) -> HttpResponse:
    """Off the list; it can be brought back from there."""
    rules.throw_away(draft_id, by=viewer_of(request))
    messages.success(request, _("Thrown away. You can bring it back for a week."))
    return HttpResponseRedirect(reverse("drafts:index"))


@require_POST
@signed_in
def bring_back(request: HttpRequest, draft_id: int) -> HttpResponse:
    """On the list again."""
    rules.bring_back(draft_id, by=viewer_of(request))
    messages.success(request, _("It is back."))
    return HttpResponseRedirect(reverse("drafts:index"))

"""Around every form that is kept: what comes from somebody who is signed out is put by, and what was taken ends its
draft.

A form that was taken answers with a redirect, one that was refused is shown again: so every form works here. A draft
ends after its post stands, whatever made it; a crash in between leaves a draft too many, never one too few.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from contextlib import suppress
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse

from lorehall.drafts import rules, tickets, unsent
from lorehall.drafts.tickets import FIELD, Ticket
from lorehall.kernel.errors import Refused
from lorehall.kernel.ui.drafting import is_set_aside
from lorehall.kernel.ui.forms import FORM_TOKEN, TOKEN_LENGTH
from lorehall.kernel.ui.problems import problem
from lorehall.kernel.ui.views import show, typed
from lorehall.people.doors import viewer_of

SENT_COOKIE = "lorehall_sent"
"""Tells the script which form was taken, so that this browser's own copy of it can go."""
SOUND = re.compile(r"[A-Za-z0-9_-]{1,40}", re.ASCII)
FORMS = {"application/x-www-form-urlencoded", "multipart/form-data"}


class Drafts:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        if request.method == "POST" and response.status_code in {302, 303}:
            ticket = _ticket(request)
            if ticket is not None and _taken(request, ticket, response):
                self._end(request, ticket, response)
        return response

    @staticmethod
    def _end(request: HttpRequest, ticket: Ticket, response: HttpResponseBase) -> None:
        token, was = (request.POST.get(name, "").replace("\0", "")[:TOKEN_LENGTH] for name in (FORM_TOKEN, "was"))
        if is_set_aside(response):
            with suppress(Refused):  # changed elsewhere, or too much: then the draft just stays
                rules.throw_form_away(ticket, unsent.writing_of(request), by=viewer_of(request))
        else:
            rules.done(ticket, token, was)
        if SOUND.fullmatch(token):
            response.set_cookie(SENT_COOKIE, token, max_age=600, samesite="Lax", secure=request.is_secure())

    def process_view(
        self,
        request: HttpRequest,
        _view: Callable[..., Any],
        _args: tuple[Any, ...],
        _kwargs: dict[str, Any],
    ) -> HttpResponse | None:
        """Before any view: it would only say that there is nothing here."""
        if request.method != "POST":
            return None
        ticket = _ticket(request)
        viewer = viewer_of(request)
        if ticket is None or ticket.person_id == viewer.person_id:
            return None
        if not viewer.signed_in:
            return unsent.put_by(request, ticket)
        return show(request, problem(409, said=unsent.not_yours()), kept=typed(request))


def _ticket(request: HttpRequest) -> Ticket | None:
    return tickets.read(request.POST.get(FIELD)) if request.content_type in FORMS else None


def _taken(request: HttpRequest, ticket: Ticket, response: HttpResponseBase) -> bool:
    """Whether a view took the form. Keeping a draft redirects too, and so does what was put by."""
    match = request.resolver_match
    if match is None or match.app_name == "drafts" or ticket.person_id != viewer_of(request).person_id:
        return False
    elsewhere = (reverse("account_login"), reverse("drafts:unsent"))
    return not response.headers.get("Location", "").startswith(elsewhere)

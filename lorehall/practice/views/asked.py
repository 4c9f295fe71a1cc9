"""The links of the letter that asks whether a practice is still right; see `links.py` for what they may do."""

from __future__ import annotations

from contextlib import suppress

from django.http import HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from lorehall.communities.middleware import ViewedRequest
from lorehall.kernel.errors import Conflict, Forbidden, Hidden
from lorehall.kernel.policy import Permission
from lorehall.kernel.ui.page import page
from lorehall.kernel.ui.problems import problem
from lorehall.kernel.ui.views import show
from lorehall.people.viewer import Viewer
from lorehall.practice import links
from lorehall.practice.find import find_asked
from lorehall.practice.forms import StillRightForm
from lorehall.practice.queries.about import About, about
from lorehall.practice.rules.keep import Word, still_right

FORMS = {"edit": "revise", "hand-over": "hand-over", "retire": "retire"}
"""Verbs that lead to a form, which asks for a session."""


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def asked(request: ViewedRequest, token: str, verb: str) -> HttpResponse:
    """Reading shows one button, since scanners of mail open links; only sending it answers."""
    try:
        found = links.read(token)
    except links.Ended:
        return show(request, problem(410))
    if found is None or verb not in {"still-right", *FORMS}:
        raise Hidden
    if verb in FORMS:
        return HttpResponseRedirect(f"/i/{found.item_id}/{FORMS[verb]}")
    if request.viewer.signed_in and request.viewer.person_id != found.person_id:
        raise Forbidden("not_yours", _("This link was sent to somebody else."))
    person = find_asked(found.person_id)
    subject = about(person, found.item_id, Permission.KEEP_PRACTICE)
    form = StillRightForm(request.POST if request.method == "POST" else None)
    waits = subject.practice.review_on == found.review_on
    if request.method == "POST" and waits and form.is_valid():
        _answer(found, form, person)
        return HttpResponseRedirect(request.path)
    return _page(request, subject, form, waits=waits, person=person)


def _answer(found: links.Asked, form: StillRightForm, person: Viewer) -> None:
    with suppress(Conflict):  # Somebody was quicker, which the page says.
        still_right(found.item_id, Word(form.cleaned_data["note"], asked_for=found.review_on), by=person)


def _page(request: ViewedRequest, subject: About, form: StillRightForm, *, waits: bool, person: Viewer) -> HttpResponse:
    answered_by = subject.practice.reviewed_by
    context = {
        "subject": subject,
        "form": form,
        "waits": waits,
        "person": person,
        "review_on": subject.practice.review_on,
        "answered_by": answered_by.name if answered_by and not waits else "",
        "answered_at": subject.practice.reviewed_at,
    }
    return page(request, "practice/asked.html", context, status=422 if form.errors else 200)

"""Keeping a practice true: still right, hand over, move on. A click each, from its page."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from lorehall.communities.middleware import ViewedRequest
from lorehall.content.views.door import sign_in_first
from lorehall.kernel.errors import Conflict, Forbidden, Hidden, Refused
from lorehall.kernel.policy import Permission
from lorehall.kernel.ui.forms import Form
from lorehall.kernel.ui.page import page
from lorehall.kernel.ui.times import day_words
from lorehall.practice import moves
from lorehall.practice.forms import HandOverForm, MoveForm, StillRightForm
from lorehall.practice.models import State
from lorehall.practice.queries.about import About, about
from lorehall.practice.rules import hand_over as handing
from lorehall.practice.rules import keep
from lorehall.practice.rules import move as moving

# What the page of each move says: its heading, what it does, its button, and what is said when it is done.
_WORDS: dict[str, tuple[Any, Any, Any, Any]] = {
    State.CURRENT: (
        gettext_lazy("Bring it back"),
        gettext_lazy("It is current again, and somebody looks at it again later."),
        gettext_lazy("Bring it back"),
        gettext_lazy("It is current again."),
    ),
    State.REVIEW_DUE: (
        gettext_lazy("Ask for a look at it"),
        gettext_lazy("The page says that its review is due, and who keeps it is asked whether it is still right."),
        gettext_lazy("Ask"),
        gettext_lazy("Its review is due now."),
    ),
    State.OUTDATED: (
        gettext_lazy("Mark it as outdated"),
        gettext_lazy("The page says loudly that nobody should rely on it. It can be put right and brought back."),
        gettext_lazy("Mark as outdated"),
        gettext_lazy("It is marked as outdated."),
    ),
    State.SUPERSEDED: (
        gettext_lazy("Something stands in its place"),
        gettext_lazy("The page leads to the other one from then on."),
        gettext_lazy("Supersede"),
        gettext_lazy("It is superseded."),
    ),
    State.RETIRED: (
        gettext_lazy("Retire it"),
        gettext_lazy("It stays readable for the record, and nobody needs to keep it any more."),
        gettext_lazy("Retire"),
        gettext_lazy("It is retired."),
    ),
}


@require_http_methods(["GET", "HEAD", "POST"])
@sign_in_first
def still_right(request: ViewedRequest, item_id: int) -> HttpResponse:
    """One click from the page; with a note and another day on a page of its own."""
    subject = about(request.viewer, item_id, Permission.KEEP_PRACTICE)
    form = StillRightForm(
        request.POST if request.method == "POST" else None, initial={"asked_for": subject.practice.review_on}
    )

    def act() -> str:
        typed = form.cleaned_data
        word = keep.Word(typed["note"], typed["next_on"], typed["asked_for"])
        day = keep.still_right(item_id, word, by=request.viewer).review_on
        return _("Still right. Somebody looks again by %(day)s.") % {"day": day_words(day) if day else ""}

    words = (_("Still right?"), _("You looked, and it holds."), _("Still right"))
    return _act(request, subject, form, words, act)


@require_http_methods(["GET", "HEAD", "POST"])
@sign_in_first
def hand_over(request: ViewedRequest, item_id: int) -> HttpResponse:
    subject = about(request.viewer, item_id, Permission.KEEP_PRACTICE)
    form = HandOverForm(request.POST if request.method == "POST" else None)

    def act() -> str:
        made = handing.hand_over(item_id, to=form.cleaned_data["to"], note=form.cleaned_data["note"], by=request.viewer)
        if made.to_id is not None:
            return _("They are asked. Until they say yes, nothing changes.")
        return _("It is offered. Until somebody takes it, nothing changes.")

    lead = _("Whoever keeps it looks at it now and then. Until somebody says yes, who keeps it now keeps it.")
    return _act(request, subject, form, (_("Hand it over"), lead, _("Hand over")), act)


@require_http_methods(["GET", "HEAD", "POST"])
@sign_in_first
def move(request: ViewedRequest, item_id: int, to: str) -> HttpResponse:
    subject = about(request.viewer, item_id)
    moves.require(request.viewer, subject.item, to)
    form = MoveForm(request.POST if request.method == "POST" else None)
    form.about(supersedes=to == State.SUPERSEDED, needs_reason=to in {State.OUTDATED, State.RETIRED})
    title, lead, label, done = (str(words) for words in _WORDS[to])

    def act() -> str:
        typed = form.cleaned_data
        change = moving.Move(to, typed["reason"], typed.get("successor", ""))
        moving.move(item_id, change, by=request.viewer)
        return done

    return _act(request, subject, form, (title, lead, label), act)


def _act(
    request: ViewedRequest, subject: About, form: Form, words: tuple[str, str, str], act: Callable[[], str]
) -> HttpResponse:
    """Do it and say so on the practice's page; or show the form, with what was typed."""
    if request.method == "POST" and form.is_valid():
        try:
            messages.success(request, act())
            return HttpResponseRedirect(subject.url)
        except (Hidden, Forbidden, Conflict):
            raise
        except Refused as refusal:
            form.refused(refusal)
    title, lead, label = words
    context = {"subject": subject, "place": subject.place, "form": form, "title": title, "lead": lead, "label": label}
    status = 422 if form.errors else 200
    return page(request, "practice/act.html", context, place=subject.place, current="practice", status=status)


@require_POST
def take(request: ViewedRequest, item_id: int) -> HttpResponse:
    handing.take(item_id, by=request.viewer)
    return _back(request, item_id, _("You keep it from now on. Thank you."))


@require_POST
def decline(request: ViewedRequest, item_id: int) -> HttpResponse:
    handing.decline(item_id, by=request.viewer)
    return _back(request, item_id, _("Declined. Who asked you is told."))


@require_POST
def call_back(request: ViewedRequest, item_id: int) -> HttpResponse:
    handing.call_back(item_id, by=request.viewer)
    return _back(request, item_id, _("It is not offered any more."))


def _back(request: ViewedRequest, item_id: int, said: str) -> HttpResponse:
    messages.success(request, said)
    return HttpResponseRedirect(about(request.viewer, item_id).url)

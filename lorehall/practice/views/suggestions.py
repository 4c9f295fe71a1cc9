"""Suggested edits: suggest one, look them over, decide."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lorehall.communities.middleware import ViewedRequest
from lorehall.content.views.door import sign_in_first
from lorehall.kernel.errors import Conflict, Forbidden, Hidden, Refused
from lorehall.kernel.policy import Permission
from lorehall.kernel.ui.drafting import begun
from lorehall.kernel.ui.page import page
from lorehall.practice.adding import asked_post, with_failure
from lorehall.practice.forms import DecideForm, DeclineForm, SuggestForm
from lorehall.practice.queries.about import about
from lorehall.practice.queries.suggestions import OneSuggestion, one_suggestion, suggestions
from lorehall.practice.rules import decide
from lorehall.practice.rules import suggest as suggesting
from lorehall.practice.rules.decide import Decision
from lorehall.practice.rules.suggest import Proposal


@require_http_methods(["GET", "HEAD", "POST"])
@sign_in_first
def suggest(request: ViewedRequest, item_id: int) -> HttpResponse:
    subject = about(request.viewer, item_id, Permission.SUGGEST)
    opening = subject.opening
    draft = begun(request, "suggest", item_id)
    known = {"title": subject.title, "text": opening.source, "version": max(1, opening.revisions_count)}
    if added := asked_post(request.GET.get("add", ""), item_id, request.viewer):
        text = with_failure(opening.source, added, subject.practice.language)
        known |= {"text": text, "reason": _("Where it does not fit")}
    form = SuggestForm(request.POST if request.method == "POST" else None, initial=known | draft.fields)
    if request.method == "POST" and form.is_valid():
        typed = form.cleaned_data
        proposal = Proposal(typed["title"], typed["text"], typed["reason"], typed["version"], form.token)
        try:
            made = suggesting.suggest(item_id, proposal, by=request.viewer)
        except (Hidden, Forbidden):
            raise
        except Refused as refusal:
            form.refused(refusal)
        else:
            messages.success(request, _("Suggested. You get a letter when somebody decided."))
            return HttpResponseRedirect(f"/suggestions/{made.pk}")
    context = {"subject": subject, "place": subject.place, "form": form, "draft": draft}
    status = 422 if form.errors else 200
    return page(request, "practice/suggest.html", context, place=subject.place, current="practice", status=status)


@require_safe
def index(request: ViewedRequest, item_id: int) -> HttpResponse:
    found = suggestions(request.viewer, item_id)
    context = {"found": found, "subject": found.subject, "place": found.subject.place}
    return page(request, "practice/suggestions.html", context, place=found.subject.place, current="practice")


@require_http_methods(["GET", "HEAD", "POST"])
def one(request: ViewedRequest, suggestion_id: int) -> HttpResponse:
    """Reading it; sending accepts it, as it was suggested or as the decider wrote it."""
    found = one_suggestion(request.viewer, suggestion_id)
    if request.method != "POST":
        return _page(request, found, _form_of(found))
    form = DecideForm(request.POST)
    if form.is_valid():
        typed = form.cleaned_data
        decision = Decision(typed["title"], typed["text"], typed["version"], typed["why"])
        try:
            decide.accept(suggestion_id, decision, by=request.viewer)
        except (Hidden, Forbidden):
            raise
        except Conflict as conflict:
            if conflict.theirs is None:
                raise
            return _again(request, suggestion_id, form, conflict)
        except Refused as refusal:
            form.refused(refusal)
        else:
            messages.success(request, _("It is the new version. Who suggested it is told, and named."))
            return HttpResponseRedirect(found.subject.url)
    return _page(request, found, form, status=422)


def _again(request: ViewedRequest, suggestion_id: int, form: DecideForm, conflict: Conflict) -> HttpResponse:
    """The text changed while it was decided: what stands now is beside what was written, and nothing is lost."""
    found = one_suggestion(request.viewer, suggestion_id)
    form.data = {**form.data.dict(), "version": str(found.version)}  # type: ignore[attr-defined]
    return _page(request, found, form, status=409, said=conflict.message)


def _form_of(found: OneSuggestion) -> DecideForm:
    known = {"title": found.rebased.title, "text": found.rebased.source, "version": found.version}
    return DecideForm(initial=known)


def _page(
    request: ViewedRequest,
    found: OneSuggestion,
    form: DecideForm,
    *,
    status: int = 200,
    said: str = "",
    declining: DeclineForm | None = None,
) -> HttpResponse:
    context = {
        "found": found,
        "subject": found.subject,
        "place": found.subject.place,
        "form": form,
        "declining": declining or DeclineForm(),
        "said": said,
    }
    return page(
        request, "practice/suggestion.html", context, place=found.subject.place, current="practice", status=status
    )


@require_POST
def decline(request: ViewedRequest, suggestion_id: int) -> HttpResponse:
    form = DeclineForm(request.POST)
    if form.is_valid():
        found = decide.decline(suggestion_id, form.cleaned_data["declined"], by=request.viewer)
        messages.success(request, _("Declined. Who suggested it reads why."))
        return HttpResponseRedirect(f"/i/{found.practice_id}/suggestions")
    shown = one_suggestion(request.viewer, suggestion_id)
    return _page(request, shown, _form_of(shown), status=422, declining=form)


@require_POST
def agree(request: ViewedRequest, suggestion_id: int) -> HttpResponse:
    decide.agree(suggestion_id, by=request.viewer)
    messages.success(request, _("You agree. One more accepts it."))
    return HttpResponseRedirect(f"/suggestions/{suggestion_id}")


@require_POST
def withdraw(request: ViewedRequest, suggestion_id: int) -> HttpResponse:
    suggesting.withdraw(suggestion_id, by=request.viewer)
    messages.success(request, _("Taken back. It stays readable."))
    return HttpResponseRedirect(f"/suggestions/{suggestion_id}")

"""Opening a community in five short steps. Every step is kept as it is typed."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lorehall.communities import forms, starting
from lorehall.communities.models import Community, Kind
from lorehall.communities.queries.draft import Draft, draft
from lorehall.communities.rules import Opening, discard_draft, open_community, save_draft
from lorehall.communities.rules.charter import CharterText
from lorehall.communities.views.door import to
from lorehall.kernel.errors import Conflict, Refused
from lorehall.kernel.ui.forms import Form
from lorehall.kernel.ui.page import page
from lorehall.people.doors import signed_in, viewer_of

LAST = len(forms.STEP_FORMS)
_STEP_OF = {field: step for step, form in enumerate(forms.STEP_FORMS, 1) for field in form.base_fields}


@require_safe
@signed_in
def new(request: HttpRequest) -> HttpResponse:
    """To the step where one was."""
    begun = draft(viewer_of(request))
    return to("open", begun.step) if begun.answers else to("open", 1)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def step(request: HttpRequest, number: int) -> HttpResponse:
    if not 1 <= number <= LAST:
        raise Http404
    begun = draft(viewer_of(request))
    if request.method == "POST":
        return _answer(request, number, begun)
    kind = request.GET.get("kind") or begun.kind
    if number == 1 and (kind not in Kind.values or "choose" in request.GET):
        return _choose(request, begun)
    if not begun.kind and number > 1:
        return to("open", 1)
    return _page(request, number, _form(number, begun, kind), begun)


@require_POST
@signed_in
def discard(request: HttpRequest) -> HttpResponse:
    discard_draft(by=viewer_of(request))
    messages.success(request, _("The draft is gone."))
    return to("index")


def _answer(request: HttpRequest, number: int, begun: Draft) -> HttpResponse:
    """Keep what was typed, sound or not; then go where the button says."""
    form = forms.STEP_FORMS[number - 1](request.POST)
    typed = {name: request.POST.get(name, "") for name in form.fields}
    leaving = "leave" in request.POST
    sound = form.is_valid()
    if begun.answers or number == 1:
        save_draft(typed, step=number if leaving or not sound else min(number + 1, LAST), by=viewer_of(request))
    if leaving:
        messages.success(request, _("Your draft is kept. Go on whenever you like."))
        return to("index")
    if not sound:
        return _page(request, number, form, begun)
    if number < LAST:
        return to("open", number + 1)
    return _open(request, form)


def _open(request: HttpRequest, last: Form) -> HttpResponse:
    begun = draft(viewer_of(request))
    for number, shape in enumerate(forms.STEP_FORMS, 1):
        if not shape(begun.answers).is_valid():
            messages.warning(request, _("Something is missing in this step."))
            return to("open", number)
    try:
        community = open_community(_opening(begun, viewer_of(request).language), by=viewer_of(request), from_draft=True)
    except Conflict as conflict:
        messages.warning(request, conflict.message)
        return to("index")
    except Refused as refusal:
        number = _STEP_OF.get(refusal.field or "", LAST)
        if number != LAST:
            messages.warning(request, refusal.message)
            return to("open", number)
        last.refused(refusal)
        return _page(request, LAST, last, begun)
    return _opened(request, community)


def _opened(request: HttpRequest, community: Community) -> HttpResponse:
    messages.success(request, _("%(name)s is open.") % {"name": community.name})
    return to("launch", community.slug)


def _opening(begun: Draft, language: str) -> Opening:
    """The answers as the rule takes them; norms, rhythm and measures begin with the kind's own texts."""
    answers = begun.answers
    texts = starting.start(begun.kind)
    return Opening(
        name=answers["name"],
        summary=answers.get("summary", ""),
        kind=begun.kind,
        charter=CharterText(
            about=answers["about"],
            not_about=answers.get("not_about", ""),
            for_whom=answers["for_whom"],
            agenda=forms.lines(answers.get("agenda", "")),
            norms=str(texts.norms),
            rhythm=str(texts.rhythm),
            measures=str(texts.measures),
        ),
        visibility=answers["visibility"],
        joining=answers["joining"],
        language=language or "en",
        invite=tuple(forms.words(answers.get("invite", ""))),
        invitation_note=answers.get("note", ""),
    )


def _form(number: int, begun: Draft, kind: str) -> Form:
    """The step with what was answered, or else with the starting texts; another kind brings its own texts."""
    answers = begun.answers if kind == begun.kind else {"name": begun.name}
    return forms.STEP_FORMS[number - 1](initial={**starting.suggested(kind), **answers, "kind": kind})


def _choose(request: HttpRequest, begun: Draft) -> HttpResponse:
    kinds = [(value, label, starting.STARTS[value]) for value, label in Kind.choices]
    context = {"kinds": kinds, "draft": begun}
    return page(request, "communities/open_kind.html", context, current="communities")


def _page(request: HttpRequest, number: int, form: Form, begun: Draft) -> HttpResponse:
    titles = (
        _("What it is about"),
        _("Who it is for"),
        _("First questions to learn about"),
        _("Who reads, and who joins"),
        _("The first people"),
    )
    context = {"form": form, "number": number, "last": LAST, "titles": titles, "draft": begun}
    return page(
        request,
        "communities/open_step.html",
        context,
        current="communities",
        status=422 if form.errors else 200,
    )

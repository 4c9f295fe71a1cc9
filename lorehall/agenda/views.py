"""The agenda, its questions, and what is attached to them."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lorehall.agenda import queries
from lorehall.agenda.find import find_meant, find_question
from lorehall.agenda.forms import AttachForm, ChooseForm, CloseForm
from lorehall.agenda.rules import attach as rules
from lorehall.agenda.rules import close as closing
from lorehall.agenda.rules.follow_charter import follow_charter, in_step
from lorehall.communities.middleware import ViewedRequest
from lorehall.communities.places import Place, place
from lorehall.communities.views.door import done
from lorehall.content import addresses
from lorehall.content.find import find_item
from lorehall.kernel import policy
from lorehall.kernel.errors import Conflict, Hidden
from lorehall.kernel.policy import Permission
from lorehall.kernel.ui.forms import Form
from lorehall.kernel.ui.page import page

METHODS = ["GET", "HEAD", "POST"]
LARGEST = 2**63


@require_safe
def index(request: ViewedRequest, slug: str) -> HttpResponse:
    here = place(request.viewer, slug=slug)
    found = queries.agenda(request.viewer, here)
    # The worker may be behind the charter by a moment.
    if not in_step(here.id):
        follow_charter(here.id)
        found = queries.agenda(request.viewer, here)
    context = {"place": here, "found": found}
    return page(request, "agenda/index.html", context, place=here, current="charter")


@require_http_methods(METHODS)
def question(request: ViewedRequest, slug: str, agenda_id: int) -> HttpResponse:
    """One question; a POST attaches what was named."""
    here = place(request.viewer, slug=slug)
    found = _found(request, here, agenda_id)
    form = AttachForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and done(form, lambda: _attach(request, here, agenda_id, form)):
        return _to(slug, agenda_id)
    context = {"place": here, "found": found, "form": form}
    status = 422 if form.errors else 200
    return page(request, "agenda/question.html", context, place=here, current="charter", status=status)


def _found(request: ViewedRequest, here: Place, agenda_id: int) -> queries.Asked:
    if agenda_id >= LARGEST:
        raise Hidden
    return queries.question(request.viewer, here, agenda_id)


def _attach(request: ViewedRequest, here: Place, agenda_id: int, form: Form) -> None:
    policy.require(Permission.POST, request.viewer, here)
    item = find_meant(form.cleaned_data["item"], here.id, request.viewer)
    rules.attach(agenda_id, item.pk, by=request.viewer)
    messages.success(request, _("Attached."))


@require_POST
def detach(request: ViewedRequest, slug: str, agenda_id: int) -> HttpResponse:
    here = place(request.viewer, slug=slug)
    _found(request, here, agenda_id)
    said = request.POST.get("item", "")
    if not (said.isascii() and said.isdigit() and len(said) < 19):
        raise Hidden
    rules.detach(agenda_id, int(said), by=request.viewer)
    messages.success(request, _("Taken off."))
    return _to(slug, agenda_id)


@require_http_methods(METHODS)
def close(request: ViewedRequest, slug: str, agenda_id: int) -> HttpResponse:
    """What was learned, and the practice that says it."""
    here = place(request.viewer, slug=slug)
    found = _found(request, here, agenda_id)
    policy.require(Permission.KEEP_AGENDA, request.viewer, here)
    practice = found.practice.title if found.practice else ""
    initial = {"learned": found.learned, "practice": practice, "before": found.learned}
    form = CloseForm(request.POST if request.method == "POST" else None, initial=initial)
    try:
        if form.is_bound and done(form, lambda: closing.close(agenda_id, form.closing(), by=request.viewer)):
            messages.success(request, _("Kept."))
            return _to(slug, agenda_id)
    except Conflict as conflict:
        form.refused(conflict)
        # What they are told stands now, they write over knowingly the next time.
        form.data = {**form.data.dict(), "before": conflict.theirs}  # type: ignore[attr-defined]
    context = {"place": here, "found": found, "form": form}
    status = 422 if form.errors else 200
    return page(request, "agenda/close.html", context, place=here, current="charter", status=status)


@require_POST
def reopen(request: ViewedRequest, slug: str, agenda_id: int) -> HttpResponse:
    here = place(request.viewer, slug=slug)
    _found(request, here, agenda_id)
    closing.reopen(agenda_id, by=request.viewer)
    messages.success(request, _("Open again."))
    return _to(slug, agenda_id)


@require_http_methods(METHODS)
def item(request: ViewedRequest, item_id: int) -> HttpResponse:
    """From an item: which questions of the agenda it belongs to."""
    found = find_item(item_id, request.viewer)
    policy.require(Permission.ATTACH_TO_AGENDA, request.viewer, found)
    here = place(request.viewer, community_id=found.community_id)
    if not in_step(here.id):
        follow_charter(here.id)
    offered = queries.attached_to(item_id, here.id)
    before = [pk for pk, _text, mine in offered if mine]
    form = ChooseForm(request.POST if request.method == "POST" else None, initial={"questions": before})
    form.offer(offered)
    url = addresses.of_item(found.kind, found.pk, found.slug)
    if request.method == "POST" and done(form, lambda: _choose(request, item_id, form, before)):
        messages.success(request, _("Kept."))
        return HttpResponseRedirect(url)
    context = {"place": here, "item": found, "form": form, "url_back": url, "offered": offered}
    status = 422 if form.errors else 200
    return page(request, "agenda/item.html", context, place=here, current="charter", status=status)


def _choose(request: ViewedRequest, item_id: int, form: Form, before: list[int]) -> None:
    wanted = set(form.cleaned_data["questions"])
    for one in sorted(wanted - set(before)):
        rules.attach(find_question(one, request.viewer).pk, item_id, by=request.viewer)
    for one in sorted(set(before) - wanted):
        rules.detach(one, item_id, by=request.viewer)


def _to(slug: str, agenda_id: int) -> HttpResponse:
    return HttpResponseRedirect(reverse("agenda:question", args=[slug, agenda_id]))

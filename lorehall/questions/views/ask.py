"""Asking, and editing what was asked."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect, QueryDict
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from lorehall.communities.middleware import ViewedRequest
from lorehall.communities.places import Place, place
from lorehall.content import addresses
from lorehall.content.models import Item
from lorehall.content.rules.edit import Edit
from lorehall.content.rules.tag import names
from lorehall.content.similar import looking, similar
from lorehall.content.views.door import sign_in_first
from lorehall.kernel import policy
from lorehall.kernel.errors import Conflict, Refused
from lorehall.kernel.policy import Permission
from lorehall.kernel.text.diff import diff
from lorehall.kernel.ui.drafting import begun
from lorehall.kernel.ui.page import page
from lorehall.questions.forms import AskForm, EditForm
from lorehall.questions.queries.beginnings import Editing, editing
from lorehall.questions.rules.ask import Asides, Asking, edit_question
from lorehall.questions.rules.ask import ask as ask_question


@require_http_methods(["GET", "HEAD", "POST"])
@sign_in_first
def ask(request: ViewedRequest, slug: str) -> HttpResponse:
    here = place(request.viewer, slug=slug)
    policy.require(Permission.POST, request.viewer, here)
    draft = begun(request, "ask", here.id)
    linked = {name: request.GET.get(name, "") for name in ("title", "tags")}
    known = {"room": _room(request, here), **linked, **draft.fields}
    form = (
        AskForm(initial=known | request.POST.dict())
        if looking(request)
        else AskForm(request.POST or None, initial=known)
    )
    form.offer(here)
    if form.is_bound and form.is_valid():
        typed = form.cleaned_data
        asking = Asking(
            title=typed["title"],
            text=typed["text"],
            tried=typed["tried"],
            deciding=typed["deciding"],
            by_when=typed["by_when"],
            tags=typed["tags"],
            room_id=typed.get("room"),
            submission=form.token,
        )
        try:
            item = ask_question(here.id, asking, by=request.viewer)
        except Refused as refusal:
            form.refused(refusal)
        else:
            return HttpResponseRedirect(addresses.of_item(item.kind, item.pk, item.slug))
    status = 422 if form.errors else 200
    context = {"place": here, "form": form, "draft": draft, "similar": similar(request, here)}
    return page(request, "questions/ask.html", context, place=here, current="questions", status=status)


def _room(request: ViewedRequest, here: Place) -> int | None:
    wanted = request.GET.get("room", "")
    return next((room.id for room in here.rooms if room.slug == wanted), here.first_room.id if here.rooms else None)


@require_http_methods(["GET", "HEAD", "POST"])
@sign_in_first
def edit(request: ViewedRequest, item_id: int) -> HttpResponse:
    stands = editing(request.viewer, item_id)
    draft = begun(request, "edit", stands.opening_id)
    form = EditForm(request.POST or None, initial={**stands.initial(), **draft.fields})
    context = {"form": form, "subject": stands.subject, "place": stands.subject.place, "draft": draft}
    status = 200
    if request.method == "POST" and form.is_valid():
        try:
            item = _edit(request, stands, form)
        except Conflict:
            # Their text was read before the rule ran; what stands now is what the two are put together on.
            context |= _conflict(editing(request.viewer, item_id), form)
            status = 409
        except Refused as refusal:
            form.refused(refusal)
        else:
            messages.success(request, _("Changed."))
            return HttpResponseRedirect(addresses.of_item(item.kind, item.pk, item.slug))
    status = 422 if form.errors else status
    return page(request, "questions/edit.html", context, place=stands.subject.place, current="questions", status=status)


def _edit(request: ViewedRequest, stands: Editing, form: EditForm) -> Item:
    typed = form.cleaned_data
    change = Edit(typed["text"], typed["version"], typed["title"], names(typed["tags"]), typed["reason"])
    asides = Asides(typed["tried"], typed["deciding"], typed["by_when"])
    return edit_question(stands.opening_id, change, asides, by=request.viewer)


def _conflict(theirs: Editing, form: EditForm) -> dict[str, object]:
    """Both texts, and what mine would change in theirs. Saving again from here replaces theirs knowingly."""
    fresh = form.data.dict() if isinstance(form.data, QueryDict) else dict(form.data)
    fresh["version"] = str(theirs.version)
    again = EditForm(fresh)
    pairs = [
        (_("Title"), theirs.title, form.cleaned_data["title"]),
        (_("Text"), theirs.text, form.cleaned_data["text"]),
        (_("What I tried"), theirs.tried, form.cleaned_data["tried"]),
        (_("What I must decide"), theirs.deciding, form.cleaned_data["deciding"]),
        (_("Tags"), theirs.tags, form.cleaned_data["tags"]),
    ]
    both = [
        (label, old, diff(old, new.replace("\r\n", "\n")))
        for label, old, new in pairs
        if old != new.replace("\r\n", "\n")
    ]
    return {"form": again, "theirs": both}

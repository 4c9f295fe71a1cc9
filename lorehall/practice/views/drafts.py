"""Drafts of practices: the list, beginning one, reading it, writing it."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from lorehall.communities.middleware import ViewedRequest
from lorehall.communities.places import Place, place
from lorehall.content import addresses
from lorehall.content.views.door import number, sign_in_first
from lorehall.kernel import policy
from lorehall.kernel.errors import Conflict, Refused
from lorehall.kernel.policy import Permission
from lorehall.kernel.ui.page import page
from lorehall.practice.beginnings import beginning
from lorehall.practice.find import find_draft
from lorehall.practice.forms import DraftForm
from lorehall.practice.models import PracticeDraft, Shape, Stage
from lorehall.practice.queries.about import About, about
from lorehall.practice.queries.drafts import LISTS, draft_list, draft_page, writers
from lorehall.practice.rules.draft import Beginning, begin
from lorehall.practice.rules.publish import publish
from lorehall.practice.rules.review_draft import move_draft
from lorehall.practice.rules.save import Change, Saved, save

METHODS = ["GET", "HEAD", "POST"]
SHAPE_WORDS = {
    Shape.PRACTICE: gettext_lazy(
        "A way of doing something that others can follow: when, how, and where it does not fit."
    ),
    Shape.CHECKLIST: gettext_lazy("What to go through, so that nothing is forgotten."),
    Shape.HOW_TO: gettext_lazy("Steps to one result, with what one sees on the way."),
    Shape.GLOSSARY: gettext_lazy("What a word means here. It is shown wherever the word stands."),
    Shape.LESSON: gettext_lazy("What happened, and what others should take from it."),
    Shape.TOOL: gettext_lazy("What it is good for, what it costs, and where to begin."),
    Shape.STORY: gettext_lazy("Who got what out of what, told so that others can learn from it."),
}


@require_safe
@sign_in_first
def index(request: ViewedRequest, slug: str) -> HttpResponse:
    here = place(request.viewer, slug=slug)
    policy.require(Permission.WRITE_PRACTICE, request.viewer, here)
    show = request.GET.get("show", "")
    show = show if show in LISTS else ""
    rows = draft_list(request.viewer, here, show, request.GET.get("after"))
    context = {"place": here, "rows": rows, "show": show}
    return page(request, "practice/drafts.html", context, place=here, current="practice")


@require_http_methods(METHODS)
@sign_in_first
def start(request: ViewedRequest, slug: str) -> HttpResponse:
    """Choose what sort of page it is: each begins from its template. `replaces` and `translates` name a practice."""
    here = place(request.viewer, slug=slug)
    policy.require(Permission.WRITE_PRACTICE, request.viewer, here)
    asked = {**request.GET.dict(), **request.POST.dict()}
    replaces, translates = _of(request, asked.get("replaces")), _of(request, asked.get("translates"))
    if request.method == "POST" and asked.get("shape") in Shape.values:
        draft = begin(here.id, _beginning(here, asked, replaces, translates), by=request.viewer)
        return HttpResponseRedirect(f"/practice-drafts/{draft.pk}/write")
    context = {
        "place": here,
        "shapes": [(shape.value, shape.label, SHAPE_WORDS[shape]) for shape in Shape],
        "replaces": replaces,
        "translates": translates,
        "title": asked.get("title", "")[:200],
        "room": asked.get("room", ""),
    }
    return page(request, "practice/start.html", context, place=here, current="practice")


def _of(request: ViewedRequest, typed: str | None) -> About | None:
    item_id = number(typed)
    return about(request.viewer, item_id) if item_id else None


def _beginning(here: Place, asked: dict[str, str], replaces: About | None, translates: About | None) -> Beginning:
    """A translation begins with the text that is translated, everything else with its template."""
    shape = asked["shape"]
    original = translates.opening if translates else None
    rooms = {room.slug: room.id for room in here.rooms}
    return Beginning(
        title=asked.get("title", "") or (translates.title if translates else ""),
        source=original.source if original else beginning(here.id, shape),
        shape=shape,
        room_id=original.item.room_id if original else rooms.get(asked.get("room", "")),
        replaces_id=replaces.id if replaces else None,
        translates_id=translates.id if translates else None,
        submission=asked.get("form_token", "").replace("\0", "")[:40] or None,
    )


@require_safe
@sign_in_first
def read(request: ViewedRequest, draft_id: int) -> HttpResponse:
    """As readers would see it, with what its writers and reviewers can do."""
    found = draft_page(request.viewer, draft_id)
    if found.draft.stage == Stage.PUBLISHED:
        return _to_practice(found.draft)
    return page(
        request, "practice/draft.html", {"d": found, "place": found.place}, place=found.place, current="practice"
    )


def _to_practice(draft: PracticeDraft) -> HttpResponse:
    assert draft.item is not None  # noqa: S101 - the table's constraint says so
    return HttpResponseRedirect(addresses.of_item(draft.item.kind, draft.item.pk, draft.item.slug))


@require_http_methods(METHODS)
@sign_in_first
def write(request: ViewedRequest, draft_id: int) -> HttpResponse:
    """The form. `then` says what follows the saving: "review", "publish", or nothing."""
    draft = find_draft(draft_id, request.viewer)
    if draft.stage == Stage.PUBLISHED:
        return _to_practice(draft)
    policy.require(Permission.WRITE_DRAFT, request.viewer, draft)
    here = place(request.viewer, community_id=draft.community_id)
    form = DraftForm(request.POST or None, initial=_initial(draft))
    form.offer(here)
    context = {"form": form, "draft": draft, "place": here, "saved": None}
    if request.method == "POST" and form.is_valid():
        try:
            saved = save(draft_id, _change(form), by=request.viewer)
            if saved.merged or saved.conflicts:
                context |= {"saved": saved, "form": _again(saved, here)}
            else:
                return _go_on(request, saved.draft)
        except Refused as refusal:
            form.refused(refusal)
    context["writers"] = writers(request.viewer, draft)
    status = 409 if context["saved"] else 422 if form.errors else 200
    return page(request, "practice/write.html", context, place=here, current="practice", status=status)


def _initial(draft: PracticeDraft) -> dict[str, object]:
    return {
        "title": draft.title,
        "text": draft.source,
        "tags": draft.tags,
        "shape": draft.shape,
        "language": draft.language,
        "room": draft.room_id,
        "version": draft.version,
    }


def _change(form: DraftForm) -> Change:
    typed = form.cleaned_data
    return Change(
        source=typed["text"],
        version=typed["version"],
        title=typed["title"],
        tags=typed["tags"],
        shape=typed["shape"],
        language=typed["language"],
        room_id=typed.get("room"),
    )


def _again(saved: Saved, here: Place) -> DraftForm:
    """What stands now, put together out of both, to be looked at and saved once more."""
    form = DraftForm(initial=_initial(saved.draft))
    form.offer(here)
    return form


def _go_on(request: ViewedRequest, draft: PracticeDraft) -> HttpResponse:
    """Where saving was all that was asked, back to the draft; a refusal of what follows is said there."""
    then = request.POST.get("then", "")
    try:
        if then == "publish":
            item = publish(draft.pk, by=request.viewer, version=draft.version)
            messages.success(request, _("Published. You keep it from now on, until somebody else does."))
            return HttpResponseRedirect(addresses.of_item(item.kind, item.pk, item.slug))
        if then == "review":
            move_draft(draft.pk, Stage.IN_REVIEW, by=request.viewer)
            messages.success(request, _("Sent to review."))
        else:
            messages.success(request, _("Saved."))
    except (Refused, Conflict) as refusal:
        messages.warning(request, refusal.message)
        return HttpResponseRedirect(f"/practice-drafts/{draft.pk}/write")
    return HttpResponseRedirect(f"/practice-drafts/{draft.pk}")

"""The harvest page, and what is done on it. All of it is one form, so that no button loses what was typed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import time_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from lorehall.content import addresses
from lorehall.content.queries.listing import LARGEST
from lorehall.harvest.forms import DraftForm
from lorehall.harvest.queries.desk import Desk, desk, others, sources
from lorehall.harvest.rules.take import shift, take
from lorehall.kernel.errors import Forbidden, Hidden, Refused
from lorehall.kernel.text.merge import is_marked
from lorehall.kernel.ui.page import page, render
from lorehall.people.doors import signed_in, viewer_of
from lorehall.people.viewer import Viewer
from lorehall.practice.models import Stage
from lorehall.practice.rules.choose import choose
from lorehall.practice.rules.publish import publish
from lorehall.practice.rules.review_draft import move_draft
from lorehall.practice.rules.save import Change, Saved, save

METHODS = ["GET", "HEAD", "POST"]
AT_ONCE = 50
"""Posts that one press of a button takes."""


@require_http_methods(METHODS)
@never_cache
@signed_in
def draft(request: HttpRequest, draft_id: int) -> HttpResponse:
    """Read and write. What a POST does is the name of its button; without one it saves."""
    if request.method != "POST":
        return _page(request, _desk(request, draft_id), None)
    form = DraftForm(request.POST)
    plain = request.headers.get("Accept") == "application/json"
    if form.is_valid():
        try:
            return (_answered if plain else _acted)(request, draft_id, form)
        except (Hidden, Forbidden):
            raise
        except Refused as refusal:
            form.refused(refusal)
    if plain:
        wrong = " ".join(str(error) for errors in form.errors.values() for error in errors)
        return JsonResponse({"error": wrong}, status=422)
    return _page(request, _desk(request, draft_id), form)


def _acted(request: HttpRequest, draft_id: int, form: DraftForm) -> HttpResponse:
    """What was typed is kept before anything is done with it."""
    viewer = viewer_of(request)
    saved = save(draft_id, _change(form), by=viewer)
    if "publish" in request.POST:
        item = publish(draft_id, by=viewer, version=saved.draft.version)
        return HttpResponseRedirect(addresses.of_item(item.kind, item.pk, item.slug))
    return _back(request, _acts(request, draft_id, saved))


def _answered(request: HttpRequest, draft_id: int, form: DraftForm) -> HttpResponse:
    """The same for a script; a passage it puts where the caret stands, and saves by itself."""
    viewer = viewer_of(request)
    if "at_caret" in request.POST:
        passage = request.POST.get("passage") or None
        found = choose(draft_id, _number(request.POST.get("take")), passage, by=viewer)
        return JsonResponse({"insert": found.text, "post": found.post_id})
    saved = _acts(request, draft_id, save(draft_id, _change(form), by=viewer))
    return _saved(request, saved, viewer)


def _change(form: DraftForm) -> Change:
    typed = form.cleaned_data
    shape = typed["shape"] or None
    return Change(typed["text"], typed["version"], title=typed["title"], tags=typed["tags"], shape=shape)


def _acts(request: HttpRequest, draft_id: int, saved: Saved) -> Saved:
    viewer, pressed = viewer_of(request), request.POST
    chosen = pressed.getlist("chosen") if "several" in pressed else []
    if taken := _numbers([*pressed.getlist("take"), *chosen]):
        section, passage = _number(pressed.get("section")), pressed.get("passage") or None
        return take(draft_id, taken[:AT_ONCE], saved, section=section, passage=passage, by=viewer)
    for name in ("up", "down"):
        if moved := _number(pressed.get(name)):
            return shift(draft_id, moved, saved, up=name == "up", by=viewer)
    if "review" in pressed:
        move_draft(draft_id, Stage.IN_REVIEW, by=viewer)
        messages.success(request, _("It is in review. The stewards see it among the drafts."))
    return saved


def _saved(request: HttpRequest, saved: Saved, viewer: Viewer) -> HttpResponse:
    """What a script needs to go on."""
    stands = saved.draft
    written = others(viewer, stands)
    found = {"sources": sources(viewer, stands)}
    return JsonResponse(
        {
            "version": stands.version,
            "sent": saved.sent,
            "title": stands.title,
            "text": stands.source,
            "tags": stands.tags,
            "said": _("Saved %(time)s") % {"time": time_format(timezone.localtime(stands.changed_at), "H:i")},
            "others": _here_too(written),
            "marked": is_marked(stands.source),
            "sources": render(request, "harvest/sources.html", found),
        }
    )


def _here_too(names: Sequence[str]) -> str:
    """Such as: Mei is writing here too."""
    if not names:
        return ""
    return ngettext("%(names)s is writing here too.", "%(names)s are writing here too.", len(names)) % {
        "names": ", ".join(names)
    }


def _back(request: HttpRequest, saved: Saved) -> HttpResponse:
    """To the page again, where it was read."""
    if saved.merged:
        messages.info(request, _("Somebody else wrote meanwhile: both are in the text."))
    query = {name: _number(request.POST.get(name) or request.GET.get(name)) for name in ("from", "after", "section")}
    address = reverse("harvest:draft", args=[saved.draft.pk], query={name: n for name, n in query.items() if n})
    taken = _numbers(request.POST.getlist("take"))
    return HttpResponseRedirect(f"{address}#s{taken[0]}" if taken else address)


def _desk(request: HttpRequest, draft_id: int) -> Desk:
    item_id, after = (_number(request.GET.get(name)) for name in ("from", "after"))
    return desk(viewer_of(request), draft_id, item_id, after)


def _page(request: HttpRequest, found: Desk, form: DraftForm | None) -> HttpResponse:
    if found.draft.item_id and form is None:
        return HttpResponseRedirect(reverse("content:item", args=[found.draft.item_id]))
    shown = form or DraftForm(initial=_initial(found))
    context: dict[str, Any] = {
        "desk": found,
        "place": found.place,
        "form": shown,
        "into": _number(request.GET.get("section")),
        "here_too": _here_too(found.others),
    }
    status = 422 if shown.errors else 200
    return page(request, "harvest/desk.html", context, place=found.place, current="practice", status=status)


def _initial(found: Desk) -> dict[str, Any]:
    stands = found.draft
    return {
        "title": stands.title,
        "text": stands.source,
        "tags": stands.tags,
        "shape": stands.shape,
        "version": stands.version,
    }


def _number(typed: str | None) -> int:
    """A number of an address or a button; 0 for what is none."""
    sound = typed is not None and typed.isascii() and typed.isdigit() and len(typed) < 19
    return int(typed) if sound and typed is not None and int(typed) < LARGEST else 0


def _numbers(typed: Sequence[str]) -> list[int]:
    return [number for number in map(_number, typed) if number]

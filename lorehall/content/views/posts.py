"""Posts: their address, useful, edit, delete, restore, revisions; and the preview of what is being written."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect, JsonResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from lorehall.communities.middleware import ViewedRequest
from lorehall.communities.places import place
from lorehall.content import addresses
from lorehall.content.find import find_post
from lorehall.content.forms import EditForm
from lorehall.content.models import Format, ItemKind, Post, PostRole
from lorehall.content.policy import is_a_practice
from lorehall.content.queries.listing import tags_of
from lorehall.content.rules import delete as deleting
from lorehall.content.rules import mark
from lorehall.content.rules.edit import Edit
from lorehall.content.rules.edit import edit as edit_post
from lorehall.content.rules.tag import names
from lorehall.content.writing import preview as preview_of
from lorehall.kernel import policy, text
from lorehall.kernel.errors import Conflict, Refused
from lorehall.kernel.policy import Permission
from lorehall.kernel.text.diff import diff
from lorehall.kernel.ui.drafting import begun
from lorehall.kernel.ui.page import page, part
from lorehall.people.viewer import Viewer


def address(found: Post) -> str:
    return addresses.of_post(found.item.kind, found.item_id, found.item.slug, found.pk, found.number)


@require_safe
def post(request: ViewedRequest, post_id: int) -> HttpResponse:
    return HttpResponseRedirect(address(find_post(post_id, request.viewer)))


@require_POST
def useful(request: ViewedRequest, post_id: int) -> HttpResponse:
    on = request.POST.get("on") != "0"
    count = (mark.mark_useful if on else mark.unmark_useful)(post_id, by=request.viewer)
    if request.headers.get("Accept") == "application/json":
        return JsonResponse({"on": on, "count": count})
    return HttpResponseRedirect(address(find_post(post_id, request.viewer)))


def source_of(found: Post) -> str:
    """What stands in the editor: imported HTML is offered as Markdown."""
    return text.html_to_markdown(found.source) if found.format == Format.HTML else found.source


def edit(request: ViewedRequest, post_id: int) -> HttpResponse:
    found = find_post(post_id, request.viewer)
    if is_a_practice(found):
        return HttpResponseRedirect(reverse("practice:revise", args=[found.item_id]))
    policy.require(Permission.EDIT, request.viewer, found)
    opening = found.role == PostRole.OPENING
    if opening and found.item.kind == ItemKind.QUESTION:
        query = request.META.get("QUERY_STRING", "")
        edit_question = reverse("questions:edit", args=[found.item_id])
        return HttpResponseRedirect(f"{edit_question}?{query}" if query else edit_question)
    draft = begun(request, "edit", post_id)
    form = EditForm(request.POST or None, initial={**_initial(found), **draft.fields})
    if not opening:
        form.without_title()
    theirs = None
    if request.method == "POST" and form.is_valid():
        try:
            edit_post(post_id, _change(form), by=request.viewer)
            return HttpResponseRedirect(address(found))
        except Conflict as conflict:
            theirs = _theirs(form, post_id, request.viewer)
            form.refused(conflict)
        except Refused as refusal:
            form.refused(refusal)
    here = place(request.viewer, community_id=found.item.community_id)
    context = {"form": form, "post": found, "opening": opening, "back": address(found), "theirs": theirs}
    status = 409 if theirs else 422 if form.errors else 200
    return page(request, "content/edit.html", {**context, "draft": draft}, place=here, status=status)


def _initial(found: Post) -> dict[str, object]:
    carried = ", ".join(tag.name for tag in tags_of([found.item_id]).get(found.item_id, ()))
    return {"title": found.item.title, "text": source_of(found), "tags": carried, "version": found.version}


def _change(form: EditForm) -> Edit:
    typed = form.cleaned_data
    return Edit(typed["text"], typed["version"], typed.get("title"), _named(typed), typed["reason"])


def _named(typed: dict[str, str]) -> list[str] | None:
    return names(typed["tags"]) if "tags" in typed else None


def _theirs(form: EditForm, post_id: int, viewer: Viewer) -> dict[str, object]:
    """The text that stands now beside what was typed; the next attempt starts from it."""
    now = find_post(post_id, viewer)
    standing, mine = source_of(now), form.cleaned_data["text"]
    form.data = {**form.data.dict(), "version": str(now.version)}  # type: ignore[attr-defined]
    return {"source": standing, "hunks": diff(standing, mine), "at": now.edited_at}


@require_POST
def delete(request: ViewedRequest, post_id: int) -> HttpResponse:
    found = deleting.delete(post_id, by=request.viewer)
    messages.success(request, _("Deleted. It can be restored from where it stood."))
    return HttpResponseRedirect(address(found))


@require_POST
def restore(request: ViewedRequest, post_id: int) -> HttpResponse:
    found = deleting.restore(post_id, by=request.viewer)
    messages.success(request, _("Restored."))
    return HttpResponseRedirect(address(found))


@require_POST
def preview(request: ViewedRequest) -> HttpResponse:
    """What is being written, through the real renderer. For signed-in people; nothing is kept."""
    if not request.viewer.signed_in:
        return HttpResponse(status=403)
    room = request.POST.get("room", "")
    room_id = int(room) if room.isascii() and room.isdigit() and len(room) < 19 else None
    try:
        html = preview_of(request.POST.get("text", ""), room_id, viewer=request.viewer)
    except Refused as refusal:
        return part(request, "content/preview.html", {"problem": refusal.message}, status=422)
    return part(request, "content/preview.html", {"html": html})

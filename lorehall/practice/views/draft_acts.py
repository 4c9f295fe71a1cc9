"""Acts on a draft: to review and back, a reviewer's word, publish, drop; who writes it."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from lorehall.communities.middleware import ViewedRequest
from lorehall.communities.places import place
from lorehall.content import addresses
from lorehall.content.views.door import number, sign_in_first
from lorehall.kernel import policy
from lorehall.kernel.errors import Conflict, Forbidden, Hidden, Refused
from lorehall.kernel.policy import Permission
from lorehall.kernel.ui.page import page
from lorehall.practice.find import find_draft
from lorehall.practice.forms import JudgeForm
from lorehall.practice.models import Stage
from lorehall.practice.policy import may_see_draft
from lorehall.practice.rules import publish as publishing
from lorehall.practice.rules.review_draft import judge as say
from lorehall.practice.rules.review_draft import move_draft, stop_writing
from lorehall.practice.rules.write_together import let_write


@require_POST
def move(request: ViewedRequest, draft_id: int) -> HttpResponse:
    """`to` is the stage that it goes to."""
    to = request.POST.get("to", "")
    done = {
        Stage.IN_REVIEW: _("Sent to review."),
        Stage.DRAFT: _("A draft again."),
        Stage.DROPPED: _("Dropped. It can be taken up again."),
    }
    if to not in done:
        raise Hidden
    try:
        move_draft(draft_id, to, by=request.viewer)
    except (Forbidden, Hidden):
        raise
    except Refused as refusal:
        messages.warning(request, refusal.message)
    else:
        messages.success(request, done[Stage(to)])
    return HttpResponseRedirect(f"/practice-drafts/{draft_id}")


@require_http_methods(["GET", "HEAD", "POST"])
@sign_in_first
def judge(request: ViewedRequest, draft_id: int) -> HttpResponse:
    """`good` is 1 or 0; `version` is that of the draft as it was read."""
    draft = find_draft(draft_id, request.viewer)
    policy.require(Permission.APPROVE_DRAFT, request.viewer, draft)
    read = min(number(request.GET.get("version")), draft.version) or draft.version
    form = JudgeForm(request.POST or None, initial={"version": read})
    said = ""
    if request.method == "POST" and form.is_valid():
        typed, good = form.cleaned_data, request.POST.get("good") == "1"
        try:
            say(draft_id, good, typed["note"], version=typed["version"], by=request.viewer)
        except Conflict as conflict:
            # The note stays, for when they have read what stands now.
            said = conflict.message
            form = JudgeForm(initial={"version": draft.version, "note": typed["note"]})
        except Refused as refusal:
            form.refused(refusal)
        else:
            messages.success(request, _("Found good.") if good else _("Sent back to its writers."))
            return HttpResponseRedirect(f"/practice-drafts/{draft_id}")
    here = place(request.viewer, community_id=draft.community_id)
    context = {"form": form, "draft": draft, "place": here, "said": said}
    status = 409 if said else 422 if form.errors else 200
    return page(request, "practice/judge.html", context, place=here, current="practice", status=status)


@require_POST
def publish(request: ViewedRequest, draft_id: int) -> HttpResponse:
    """`version` is that of the draft as it was read."""
    try:
        item = publishing.publish(draft_id, by=request.viewer, version=number(request.POST.get("version")) or None)
    except (Forbidden, Hidden):
        raise
    except Refused as refusal:
        messages.warning(request, refusal.message)
        return HttpResponseRedirect(f"/practice-drafts/{draft_id}")
    messages.success(request, _("Published. You keep it from now on, until somebody else does."))
    return HttpResponseRedirect(addresses.of_item(item.kind, item.pk, item.slug))


@require_POST
def writers(request: ViewedRequest, draft_id: int) -> HttpResponse:
    """`handle` is somebody who writes it too from now on, `remove` the id of somebody who does no longer."""
    leaves = number(request.POST.get("remove"))
    draft = find_draft(draft_id, request.viewer)
    try:
        if leaves:
            stop_writing(draft_id, leaves, by=request.viewer)
        else:
            let_write(draft_id, request.POST.get("handle", "").replace("\0", "")[:60], by=request.viewer)
    except (Forbidden, Hidden):
        raise
    except Refused as refusal:
        messages.warning(request, refusal.message)
    if not may_see_draft(request.viewer, draft):
        return HttpResponseRedirect(f"/c/{draft.community.slug}/practice/drafts")
    return HttpResponseRedirect(f"/practice-drafts/{draft_id}")

"""Items: their address, follow, lock, move, tags."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse, HttpResponsePermanentRedirect, HttpResponseRedirect, JsonResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from lorehall.communities.middleware import ViewedRequest
from lorehall.communities.places import place
from lorehall.content import addresses
from lorehall.content.find import find_item
from lorehall.content.forms import MoveForm, TagsForm
from lorehall.content.models import Item
from lorehall.content.queries.listing import tags_of
from lorehall.content.rules import mark
from lorehall.content.rules import move as moving
from lorehall.content.rules.tag import retag
from lorehall.kernel import policy
from lorehall.kernel.errors import Refused
from lorehall.kernel.policy import Permission
from lorehall.kernel.ui.page import page


def address(found: Item) -> str:
    return addresses.of_item(found.kind, found.pk, found.slug)


@require_safe
def item(request: ViewedRequest, item_id: int) -> HttpResponse:
    return HttpResponsePermanentRedirect(address(find_item(item_id, request.viewer)))


@require_POST
def follow(request: ViewedRequest, item_id: int) -> HttpResponse:
    on = request.POST.get("on") != "0"
    found = (mark.follow if on else mark.unfollow)(item_id, by=request.viewer)
    if request.headers.get("Accept") == "application/json":
        return JsonResponse({"on": on})
    return HttpResponseRedirect(address(found))


@require_POST
def lock(request: ViewedRequest, item_id: int) -> HttpResponse:
    on = request.POST.get("on") != "0"
    found = (moving.lock if on else moving.unlock)(item_id, by=request.viewer)
    messages.success(request, _("Locked.") if on else _("Unlocked."))
    return HttpResponseRedirect(address(found))


def move(request: ViewedRequest, item_id: int) -> HttpResponse:
    found = find_item(item_id, request.viewer)
    policy.require(Permission.MOVE, request.viewer, found)
    here = place(request.viewer, community_id=found.community_id)
    form = MoveForm(request.POST or None, initial={"room": found.room_id})
    form.fields["room"].choices = [(room.id, room.name) for room in here.rooms]  # type: ignore[attr-defined]
    if request.method == "POST" and form.is_valid():
        try:
            moving.move(item_id, form.cleaned_data["room"], by=request.viewer)
        except Refused as refusal:
            form.refused(refusal)
        else:
            messages.success(request, _("Moved."))
            return HttpResponseRedirect(address(found))
    context = {"form": form, "item": found, "back": address(found)}
    return page(request, "content/move.html", context, place=here, status=422 if form.errors else 200)


def tags(request: ViewedRequest, item_id: int) -> HttpResponse:
    found = find_item(item_id, request.viewer)
    policy.require(Permission.RETAG, request.viewer, found)
    here = place(request.viewer, community_id=found.community_id)
    carried = ", ".join(tag.name for tag in tags_of([item_id]).get(item_id, ()))
    form = TagsForm(request.POST or None, initial={"tags": carried})
    if request.method == "POST" and form.is_valid():
        try:
            retag(item_id, form.cleaned_data["tags"], by=request.viewer)
        except Refused as refusal:
            form.refused(refusal)
        else:
            return HttpResponseRedirect(address(found))
    context = {"form": form, "item": found, "back": address(found)}
    return page(request, "content/retag.html", context, place=here, status=422 if form.errors else 200)

"""What one does by one button: confirm a report, address a failure, say that one will try it."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from lorehall.communities.middleware import ViewedRequest
from lorehall.content import addresses
from lorehall.content.views.door import number
from lorehall.kernel.errors import Conflict
from lorehall.practice.find import find_practice
from lorehall.reports.find import find_report
from lorehall.reports.models import Report
from lorehall.reports.rules import address as addressing
from lorehall.reports.rules import ask
from lorehall.reports.rules import confirm as confirming


@require_POST
def confirm(request: ViewedRequest, post_id: int) -> HttpResponse:
    """`of` says how many revisions the report had when it was read."""
    if request.POST.get("on") == "0":
        return _back(confirming.withdraw(post_id, by=request.viewer))
    read = number(request.GET["of"]) if "of" in request.GET else None
    try:
        return _back(confirming.confirm(post_id, by=request.viewer, revisions=read))
    except Conflict as conflict:
        messages.warning(request, conflict.message)
        return _back(find_report(post_id, request.viewer))


@require_POST
def address(request: ViewedRequest, post_id: int) -> HttpResponse:
    rule = addressing.open_again if request.POST.get("on") == "0" else addressing.address
    return _back(rule(post_id, by=request.viewer))


def _back(found: Report) -> HttpResponse:
    item = found.post.item
    return HttpResponseRedirect(addresses.of_post(item.kind, item.pk, item.slug, found.pk, found.post.number))


@require_POST
def will_try(request: ViewedRequest, item_id: int) -> HttpResponse:
    if ask.will_try(item_id, by=request.viewer):
        messages.success(request, _("Good. In a week you are asked by mail how it went."))
    item = find_practice(item_id, request.viewer).item
    return HttpResponseRedirect(addresses.of_item(item.kind, item.pk, item.slug))

"""Being named on a practice, or not."""

from __future__ import annotations

from django.http import HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_http_methods, require_POST

from lorehall.communities.middleware import ViewedRequest
from lorehall.content import addresses
from lorehall.kernel.ui.page import page
from lorehall.practice.queries.credit import standing
from lorehall.practice.rules.credit import be_named, be_named_by_mail


@require_POST
def credit(request: ViewedRequest, item_id: int) -> HttpResponse:
    item = be_named(item_id, request.POST.get("on") != "0", by=request.viewer)
    return HttpResponseRedirect(f"{addresses.of_item(item.kind, item.pk, item.slug)}#sources")


@require_http_methods(["GET", "HEAD", "POST"])
def credit_by_mail(request: ViewedRequest, token: str) -> HttpResponse:
    if request.method == "POST":
        be_named_by_mail(token, request.POST.get("on") != "0")
        return HttpResponseRedirect(request.path)
    return page(request, "practice/credit.html", {"standing": standing(token)})

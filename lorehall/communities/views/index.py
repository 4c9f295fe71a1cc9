"""The communities that there are, as far as one may know."""

from __future__ import annotations

from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_safe

from lorehall.communities.middleware import ViewedRequest
from lorehall.communities.queries.draft import Draft, draft
from lorehall.communities.queries.index import index as index_of
from lorehall.communities.views.invitation import waiting_token
from lorehall.kernel.ui.page import page


@require_safe
def index(request: ViewedRequest) -> HttpResponse:
    """Somebody who signed up by an invitation comes by here, and is brought back to it once."""
    token = waiting_token(request)
    if token:
        return HttpResponseRedirect(reverse("communities:invitation", args=[token]))
    found = index_of(request.viewer, after=request.GET.get("after", ""))
    begun = draft(request.viewer) if request.viewer.signed_in else Draft()
    context = {"index": found, "draft": begun}
    return page(request, "communities/index.html", context, current="communities")

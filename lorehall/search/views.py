"""The search page, suggestions while typing, what is like a title, and what was looked for in vain."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lorehall.communities.middleware import ViewedRequest
from lorehall.communities.places import place
from lorehall.content import addresses as items
from lorehall.kernel.errors import Hidden, Refused
from lorehall.kernel.ui.drafting import set_aside
from lorehall.kernel.ui.forms import FORM_TOKEN, TOKEN_LENGTH
from lorehall.kernel.ui.page import page, part
from lorehall.search.forms import typed
from lorehall.search.queries.missed import searches
from lorehall.search.queries.nearby import nearby
from lorehall.search.queries.offers import offers
from lorehall.search.queries.results import results
from lorehall.search.rules import miss
from lorehall.search.rules.spare import spare


@require_safe
def search(request: ViewedRequest) -> HttpResponse:
    asked = typed(request.GET)
    found = results(request.viewer, asked)
    if found.nothing and found.place is not None and request.method == "GET" and "Sec-Purpose" not in request.headers:
        miss.count(asked.read.asked, found.place.id, by=request.viewer)
    context = {"found": found, "typed": asked}
    return page(request, "search/page.html", context, place=found.place, current="search")


@require_safe
def suggest(request: ViewedRequest) -> HttpResponse:
    """The options of the list below the box, as far as it was typed."""
    found = offers(request.viewer, request.GET.get("q", ""), request.GET.get("in", ""))
    response = part(request, "search/suggestions.html", {"found": found})
    response["Cache-Control"] = "no-store"
    return response


@require_safe
def similar(request: ViewedRequest, slug: str) -> HttpResponse:
    """What is like the title that is being typed."""
    here = place(request.viewer, slug=slug)
    found = nearby(request.viewer, here, request.GET.get("title", ""))
    response = part(request, "search/near.html", {"near": found})
    response["Cache-Control"] = "no-store"
    return response


@require_POST
def spared(request: ViewedRequest, item_id: int) -> HttpResponse:
    """Somebody says “This answers it”: the form is done with, its draft is set aside, and one reads what answered."""
    token = request.POST.get(FORM_TOKEN, "").replace("\0", "")[:TOKEN_LENGTH]
    item = spare(item_id, by=request.viewer, submission=token)
    words = _("Good that it was here already, and thank you for looking. Nothing was posted.")
    messages.success(request, words)
    return set_aside(HttpResponseRedirect(items.of_item(item.kind, item.pk, item.slug)))


@require_http_methods(["GET", "HEAD", "POST"])
def missed(request: ViewedRequest, slug: str) -> HttpResponse:
    here = place(request.viewer, slug=slug)
    found = searches(here)
    if request.method != "POST":
        return page(request, "search/missed.html", {"place": here, "found": found}, place=here, current="searches")
    verb = request.POST.get("verb", "")
    number = request.POST.get("missed", "")
    if not number.isascii() or not number.isdigit() or len(number) > 18:
        raise Hidden
    if verb == "put_back":
        miss.put_back(here.id, int(number), by=request.viewer)
    elif verb in {"dismissed", "asked"}:
        line = miss.settle(here.id, int(number), verb, by=request.viewer)
        if verb == "asked":
            return HttpResponseRedirect(reverse("questions:ask", args=[slug], query={"title": line.words}))
    else:
        raise Refused("no_verb", _("Nothing was chosen."))
    return HttpResponseRedirect(reverse("search:missed", args=[slug]))

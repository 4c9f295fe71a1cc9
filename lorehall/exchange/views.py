"""Old addresses of imported sites lead to what came from them, for those who may see it."""

from __future__ import annotations

from django.http import HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_safe

from lorehall.communities.middleware import ViewedRequest
from lorehall.exchange.queries import address_of, address_of_tag


@require_safe
def question(request: ViewedRequest, number: int, rest: str = "") -> HttpResponse:
    """`/questions/12/a-title`, and `/questions/12/a-title/34` for the answer 34."""
    last = rest.rstrip("/").rpartition("/")[2]
    keys = [f"a{last}", f"q{number}"] if last.isdigit() and "/" in rest else [f"q{number}"]
    return HttpResponseRedirect(address_of(request.viewer, keys, request.GET.get("site")))


@require_safe
def answer(request: ViewedRequest, number: int, rest: str = "") -> HttpResponse:
    """`/a/34`, with or without the id of whoever shared it."""
    del rest
    return HttpResponseRedirect(address_of(request.viewer, [f"a{number}"], request.GET.get("site")))


@require_safe
def tagged(request: ViewedRequest, name: str) -> HttpResponse:
    return HttpResponseRedirect(address_of_tag(request.viewer, name))

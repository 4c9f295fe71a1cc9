"""Reading the library: its page, a topic, a collection."""

from __future__ import annotations

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from lorehall.communities.middleware import ViewedRequest
from lorehall.communities.places import place
from lorehall.kernel.ui.page import page
from lorehall.library.queries.collected import course_page
from lorehall.library.queries.library import library
from lorehall.library.queries.topics import topic_page


@require_safe
def index(request: ViewedRequest, slug: str) -> HttpResponse:
    here = place(request.viewer, slug=slug)
    found = library(request.viewer, here, request.GET.dict())
    return page(request, "library/library.html", {"place": here, "found": found}, place=here, current="practice")


@require_safe
def topic(request: ViewedRequest, slug: str, topic: str) -> HttpResponse:
    here = place(request.viewer, slug=slug)
    found = topic_page(request.viewer, here, topic, after=request.GET.get("after"), before=request.GET.get("before"))
    context = {"place": here, "branch": found.branch, "shelf": found.rows}
    return page(request, "library/topic.html", context, place=here, current="practice")


@require_safe
def collection(request: ViewedRequest, slug: str, collection: str) -> HttpResponse:
    here = place(request.viewer, slug=slug)
    found = course_page(request.viewer, here, collection)
    return page(request, "library/collection.html", {"place": here, "found": found}, place=here, current="practice")

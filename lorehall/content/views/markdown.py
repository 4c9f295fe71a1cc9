"""Posts and threads as plain text, to be copied."""

from __future__ import annotations

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from lorehall.communities.middleware import ViewedRequest
from lorehall.content.queries import markdown


@require_safe
def post(request: ViewedRequest, post_id: int) -> HttpResponse:
    return _plain(markdown.post_markdown(request.viewer, post_id))


@require_safe
def item(request: ViewedRequest, item_id: int) -> HttpResponse:
    return _plain(markdown.item_markdown(request.viewer, item_id))


def _plain(text: str) -> HttpResponse:
    response = HttpResponse(text, content_type="text/plain; charset=utf-8")
    response["X-Robots-Tag"] = "noindex"  # the page is what is to be found
    return response

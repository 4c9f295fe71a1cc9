"""Taking a preview out of a post, and putting it back."""

from __future__ import annotations

from django.http import HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_POST

from lorehall.communities.middleware import ViewedRequest
from lorehall.content import addresses
from lorehall.content.models import Post
from lorehall.previews import rules


@require_POST
def hide(request: ViewedRequest, post_id: int, key: str) -> HttpResponse:
    return _back(rules.hide(post_id, key, by=request.viewer))


@require_POST
def show_again(request: ViewedRequest, post_id: int, key: str) -> HttpResponse:
    return _back(rules.show_again(post_id, key, by=request.viewer))


def _back(post: Post) -> HttpResponse:
    item = post.item
    return HttpResponseRedirect(addresses.of_post(item.kind, item.pk, item.slug, post.pk, post.number))

"""Revisions: all of a post's, two compared, one to be restored."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from lorehall.communities.middleware import ViewedRequest
from lorehall.communities.places import place
from lorehall.content import addresses
from lorehall.content.find import find_post
from lorehall.content.models import Post
from lorehall.content.policy import is_a_practice
from lorehall.content.queries.revisions import history, version
from lorehall.content.rules.revert import restore_revision
from lorehall.kernel.errors import Conflict, Refused
from lorehall.kernel.ui.page import page

LARGEST = 2**31


@require_safe
def index(request: ViewedRequest, post_id: int) -> HttpResponse:
    """The newest first; `from` and `to` choose two to be compared."""
    if instead := _practice(request, post_id):
        return HttpResponseRedirect(f"{instead}?{request.META.get('QUERY_STRING', '')}".rstrip("?"))
    found = history(request.viewer, post_id, older=_number(request, "from"), newer=_number(request, "to"))
    here = place(request.viewer, community_id=found.post.item.community_id)
    return page(request, "content/revisions.html", {"found": found, "back": _address(found.post)}, place=here)


def one(request: ViewedRequest, post_id: int, number: int) -> HttpResponse:
    """What restoring a revision would change; posting does it."""
    if instead := _practice(request, post_id):
        return HttpResponseRedirect(f"{instead}/{number}")
    found = version(request.viewer, post_id, min(number, LARGEST - 1))
    refusal, status = "", 200
    if request.method == "POST":
        started_from = request.POST.get("version", "")
        sound = started_from.isascii() and started_from.isdigit() and len(started_from) < 19
        asked = int(started_from) if sound else 0
        try:
            post = restore_revision(post_id, number, min(asked, LARGEST - 1), by=request.viewer)
        except Conflict:
            found = version(request.viewer, post_id, number)
            refusal, status = _("Somebody else changed this meanwhile. Below is what restoring would change now."), 409
        except Refused as refused:
            if refused.code != "stands":
                raise
            refusal, status = refused.message, 422
        else:
            messages.success(request, _("Restored as a new revision."))
            return HttpResponseRedirect(_address(post))
    here = place(request.viewer, community_id=found.post.item.community_id)
    context = {"found": found, "back": _address(found.post), "refusal": refusal}
    return page(request, "content/revision.html", context, place=here, status=status)


def _practice(request: ViewedRequest, post_id: int) -> str:
    """Where the versions of a practice are read, if this is the text of one: there they have numbers and reasons."""
    post = find_post(post_id, request.viewer)
    return reverse("practice:versions", args=[post.item_id]) if is_a_practice(post) else ""


def _address(post: Post) -> str:
    return addresses.of_post(post.item.kind, post.item_id, post.item.slug, post.pk, post.number)


def _number(request: HttpRequest, name: str) -> int:
    said = request.GET.get(name, "")
    return int(said) if said.isascii() and said.isdigit() and len(said) < 10 else 0

"""Reading a practice, and saying something about it."""

from __future__ import annotations

from django.http import HttpResponse, HttpResponsePermanentRedirect, HttpResponseRedirect
from django.views.decorators.http import require_http_methods, require_safe

from lorehall.communities.middleware import ViewedRequest
from lorehall.content import addresses
from lorehall.content.views.door import number, sign_in_address, sign_in_first
from lorehall.kernel.errors import Refused
from lorehall.kernel.policy import Permission
from lorehall.kernel.ui.drafting import begun
from lorehall.kernel.ui.page import page
from lorehall.practice import panels
from lorehall.practice.forms import DiscussForm
from lorehall.practice.queries.about import about
from lorehall.practice.queries.page import practice_page
from lorehall.practice.rules import seen
from lorehall.practice.rules.discuss import discuss as say

LARGEST = 2**31 - 1


@require_safe
def practice(request: ViewedRequest, item_id: int, slug: str = "") -> HttpResponse:
    found = practice_page(request.viewer, item_id, after=min(number(request.GET.get("after")), LARGEST))
    head, place = found.head, found.place
    if slug != head.slug:
        query = request.META.get("QUERY_STRING", "")
        return HttpResponsePermanentRedirect(f"{head.url}?{query}" if query else head.url)
    asked = number(request.GET.get("post"))
    if asked and (elsewhere := panels.elsewhere(head, asked)):
        return HttpResponseRedirect(elsewhere)
    context = {
        "p": found,
        "head": head,
        "place": place,
        "canonical": request.build_absolute_uri(head.url),
        "sign_in": "" if request.viewer.signed_in else sign_in_address(head.url),
    }
    current = f"room-{found.room.slug}" if found.room else "practice"
    response = page(request, "practice/practice.html", context, place=place, current=current)
    if place.is_member and request.method == "GET" and head.seen.number < found.version:
        seen.read(head.id, request.viewer.id, found.version)
    return response


@require_http_methods(["GET", "HEAD", "POST"])
@sign_in_first
def discuss(request: ViewedRequest, item_id: int) -> HttpResponse:
    """The form at the end of the page on a page of its own: where a draft of it is taken up, and without scripts."""
    subject = about(request.viewer, item_id, Permission.REPLY)
    draft = begun(request, "discuss", item_id)
    form = DiscussForm(request.POST or None, initial=draft.fields)
    if request.method == "POST" and form.is_valid():
        try:
            post = say(item_id, form.cleaned_data["text"], by=request.viewer, submission=form.token)
        except Refused as refusal:
            form.refused(refusal)
        else:
            item = subject.item
            return HttpResponseRedirect(addresses.of_post(item.kind, item.pk, item.slug, post.pk, post.number))
    context = {"form": form, "subject": subject, "place": subject.place, "draft": draft}
    status = 422 if form.errors else 200
    return page(request, "practice/discuss.html", context, place=subject.place, current="practice", status=status)

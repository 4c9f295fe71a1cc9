"""Making a practice of a thread."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from lorehall.communities.places import place
from lorehall.content.queries.listing import LARGEST
from lorehall.harvest.queries.begun import begun
from lorehall.harvest.rules.begin import begin_from, find_thread, take_from
from lorehall.kernel import policy
from lorehall.kernel.errors import Hidden
from lorehall.kernel.policy import Permission
from lorehall.kernel.ui.page import page
from lorehall.people.doors import signed_in, viewer_of


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@signed_in
def harvest(request: HttpRequest, item_id: int) -> HttpResponse:
    """The button begins or goes on; read, the page says which drafts could take from the thread."""
    viewer = viewer_of(request)
    if item_id >= LARGEST:
        raise Hidden
    if request.method == "POST":
        chosen = request.POST.get("draft", "")
        if chosen.isascii() and chosen.isdigit() and len(chosen) < 19:
            draft = take_from(int(chosen), item_id, by=viewer)
        else:
            draft = begin_from(item_id, by=viewer, anew=chosen == "new")
        post = request.POST.get("post", "")
        at = f"#s{post}" if post.isascii() and post.isdigit() else ""
        return HttpResponseRedirect(reverse("harvest:draft", args=[draft.pk], query={"from": item_id}) + at)
    item = find_thread(item_id, viewer)
    policy.require(Permission.WRITE_PRACTICE, viewer, item.community)
    here = place(viewer, community_id=item.community_id)
    context = {"place": here, "item": item, "found": begun(viewer, item)}
    return page(request, "harvest/begin.html", context, place=here, current="practice")

"""A poll's own page, and what one does in a poll."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_POST, require_safe

from lorehall.communities.middleware import ViewedRequest
from lorehall.content.models import Post
from lorehall.kernel.text.poll import MOST_CHOICES
from lorehall.kernel.ui.page import page, part
from lorehall.people.viewer import Viewer
from lorehall.polls import rules
from lorehall.polls.queries.page import poll_page

Rule = Callable[..., Post]


@require_safe
def poll(request: ViewedRequest, post_id: int, poll: str) -> HttpResponse:
    found = poll_page(request.viewer, post_id, poll)
    return page(request, "polls/poll.html", {"found": found, "poll": found.standing}, place=found.place)


def chosen(request: ViewedRequest, post_id: int, poll: str) -> list[str]:
    """The keys that were sent: ticked ones in their order, or those with a place in the order of their places."""
    name = f"poll-{post_id}-{poll}"
    ticked = request.POST.getlist(name)[: MOST_CHOICES + 1]
    if ticked:
        return ticked
    placed = []
    for field, value in request.POST.items():
        key = field.removeprefix(f"{name}-")
        if key != field and isinstance(value, str) and value.isascii() and value.isdigit() and len(value) < 3:
            placed.append((int(value), key))
    rules.require_order(place for place, _key in placed)
    return [key for _place, key in sorted(placed)]


@require_POST
def vote(request: ViewedRequest, post_id: int, poll: str) -> HttpResponse:
    rules.vote(post_id, poll, chosen(request, post_id, poll), by=request.viewer)
    return _again(request, post_id, poll)


def _done(rule: Rule) -> Callable[..., HttpResponse]:
    @require_POST
    def view(request: ViewedRequest, post_id: int, poll: str) -> HttpResponse:
        viewer: Viewer = request.viewer
        rule(post_id, poll, by=viewer)
        return _again(request, post_id, poll)

    return view


withdraw = _done(rules.withdraw)
end = _done(rules.end)
open_again = _done(rules.open_again)


def _again(request: ViewedRequest, post_id: int, poll: str) -> HttpResponse:
    """The poll as it stands now: itself for a script that asks for a part of the page, else where it stood."""
    found = poll_page(request.viewer, post_id, poll)
    if request.headers.get("X-Requested-With") == "fetch":
        return part(request, "polls/live.html", {"poll": found.standing})
    return HttpResponseRedirect(found.at)

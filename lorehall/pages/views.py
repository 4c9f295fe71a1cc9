"""Pages that several capabilities share: the front, a community's home, a room, "Ask or share"."""

from __future__ import annotations

from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from lorehall.communities.middleware import ViewedRequest
from lorehall.communities.places import place
from lorehall.content.policy import visible
from lorehall.content.queries.listing import listing
from lorehall.kernel import clock, policy
from lorehall.kernel.policy import Permission
from lorehall.kernel.ui import slots
from lorehall.kernel.ui.page import page
from lorehall.pages.queries.front import last_community
from lorehall.pages.queries.home import home as home_of
from lorehall.pages.rules import is_another, visit
from lorehall.reading.queries.news import news


@require_safe
def front(request: ViewedRequest) -> HttpResponse:
    """Members go on where they were last; everybody else sees which communities there are. The house may show something
    else first (the slot "front").
    """
    before = slots.filled("front")
    if before and (instead := before(request)):
        answer: HttpResponse = instead
        return answer
    slug = last_community(request.viewer)
    if slug is None:
        return HttpResponseRedirect(reverse("communities:index"))
    return HttpResponseRedirect(reverse("pages:home", args=[slug]))


def _greeting() -> str:
    hour = timezone.localtime(clock.now()).hour
    if hour < 5 or hour >= 22:
        return _("Good night")
    if hour < 12:
        return _("Good morning")
    return _("Good afternoon") if hour < 18 else _("Good evening")


@require_safe
def home(request: ViewedRequest, slug: str) -> HttpResponse:
    here = place(request.viewer, slug=slug)
    found = home_of(request.viewer, here)
    response = page(
        request,
        "pages/home.html",
        {"place": here, "home": found, "viewer": request.viewer, "greeting": _greeting()},
        place=here,
        current="home",
    )
    if here.is_member and request.viewer.person_id is not None and is_another(found.visited):
        visit(here.id, request.viewer.person_id)
    return response


@require_safe
def room(request: ViewedRequest, slug: str, room: str) -> HttpResponse:
    here = place(request.viewer, slug=slug)
    found = here.room(room)
    items = visible(request.viewer).filter(room_id=found.id)
    rows = listing(items, after=request.GET.get("after"), before=request.GET.get("before"))
    new = news(request.viewer, rows.rows)
    context = {"place": here, "room": found, "rows": rows, "news": new}
    return page(request, "pages/room.html", context, place=here, current=f"room-{found.slug}")


@require_safe
def share(request: ViewedRequest, slug: str) -> HttpResponse:
    here = place(request.viewer, slug=slug)
    policy.require(Permission.POST, request.viewer, here)
    return page(request, "pages/share.html", {"place": here}, place=here)

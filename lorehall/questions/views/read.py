"""Reading: the lists of a community's questions, and one question."""

from __future__ import annotations

from urllib.parse import urlencode

from django.http import HttpResponse, HttpResponsePermanentRedirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from lorehall.communities.middleware import ViewedRequest
from lorehall.communities.places import Place, place
from lorehall.content.views.door import sign_in_address
from lorehall.kernel.ui.page import page
from lorehall.questions.queries.lists import LISTS, lists_for, question_list
from lorehall.questions.queries.page import question_page
from lorehall.reading.queries.news import news


@require_safe
def index(request: ViewedRequest, slug: str) -> HttpResponse:
    here = place(request.viewer, slug=slug)
    which = request.GET.get("show", "newest")
    which = which if which in lists_for(request.viewer) else "newest"
    tag = request.GET.get("tag", "")[:40]
    room = here.room(request.GET["room"]) if request.GET.get("room") else None
    found = question_list(
        request.viewer,
        here,
        which,
        tag=tag,
        room_id=room.id if room else None,
        after=request.GET.get("after"),
        before=request.GET.get("before"),
    )
    kept = {"tag": tag, "room": room.slug if room else ""}
    context = {
        "place": here,
        "found": found,
        "news": news(request.viewer, [row.item for row in found.rows]),
        "show": which,
        "tag": tag,
        "room": room,
        "lists": [
            (LISTS[name], _list_address(here, {**kept, "show": name}), name == which)
            for name in lists_for(request.viewer)
        ]
        + ([(_("Unread"), f"/c/{here.slug}/unread?kind=question", False)] if here.is_member else []),
        "newer": _list_address(here, {**kept, "show": which, "before": found.newer}) if found.newer else "",
        "older": _list_address(here, {**kept, "show": which, "after": found.older}) if found.older else "",
    }
    return page(request, "questions/index.html", context, place=here, current="questions")


def _list_address(here: Place, values: dict[str, str | None]) -> str:
    said = {name: value for name, value in values.items() if value and (name, value) != ("show", "newest")}
    base = f"/c/{here.slug}/questions"
    return f"{base}?{urlencode(said)}" if said else base


@require_safe
def question(request: ViewedRequest, item_id: int, slug: str = "") -> HttpResponse:
    found = question_page(
        request.viewer,
        item_id,
        sort=request.GET.get("sort", "best"),
        after=request.GET.get("after"),
        at=request.GET.get("post"),
    )
    if slug != found.address_slug:
        query = request.META.get("QUERY_STRING", "")
        return HttpResponsePermanentRedirect(f"{found.url}?{query}" if query else found.url)
    context = {
        "q": found,
        "place": found.place,
        "canonical": request.build_absolute_uri(found.url),
        "sign_in": "" if request.viewer.signed_in else sign_in_address(found.url),
    }
    current = f"room-{found.room.slug}" if found.room else "questions"
    return page(request, "questions/question.html", context, place=found.place, current=current)

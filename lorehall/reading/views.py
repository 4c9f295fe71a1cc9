"""Reading: reports of what was read, the list of what was not, the way to its beginning, and what came meanwhile."""

from __future__ import annotations

from urllib.parse import urlencode

from django.http import HttpResponse, HttpResponseRedirect, JsonResponse
from django.utils.cache import add_never_cache_headers
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from lorehall.communities.middleware import ViewedRequest
from lorehall.communities.places import Place, place
from lorehall.communities.policy import NOT_A_MEMBER, NOT_SIGNED_IN
from lorehall.content.queries.listing import LARGEST, cursor, read_cursor
from lorehall.kernel import clock
from lorehall.kernel.errors import Forbidden
from lorehall.kernel.ui.page import page
from lorehall.reading.queries.news import Arrived, first_unread, news
from lorehall.reading.queries.news import arrived as arrived_in
from lorehall.reading.queries.unread import KINDS, unread_list
from lorehall.reading.rules import mark


@require_safe
def unread(request: ViewedRequest, slug: str) -> HttpResponse:
    """What is unread in a community, for its members."""
    here = _member_of(request, slug)
    kind = request.GET.get("kind", "")
    kind = kind if kind in KINDS else ""
    room = here.room(request.GET["room"]) if request.GET.get("room") else None
    cursors = {"after": request.GET.get("after"), "before": request.GET.get("before")}
    rows = unread_list(request.viewer, here, kind=kind, room_id=room.id if room else None, **cursors)
    kept = {"kind": kind, "room": room.slug if room else ""}
    marked = request.GET.get("marked", "")
    context = {
        "place": here,
        "rows": rows,
        "news": news(request.viewer, rows.rows),
        "room": room,
        "kind": kind,
        "query": "".join(f"{urlencode({name: value})}&" for name, value in kept.items() if value),
        "at": cursor(clock.now(), 0),
        "marked": marked if read_cursor(marked) else "",
    }
    return page(request, "reading/unread.html", context, place=here, current="unread")


@require_POST
def mark_all(request: ViewedRequest, slug: str) -> HttpResponse:
    """What was there when the page was drawn counts as read; the next page offers to take it back."""
    here = _member_of(request, slug)
    at = read_cursor(request.POST.get("at")) or (clock.now(), 0)
    rooms, room = _rooms(request, here)
    mark.mark_all_read(here, rooms, at[0], by=request.viewer)
    return HttpResponseRedirect(_back(slug, room, marked=cursor(min(at[0], clock.now()), 0)))


@require_POST
def undo(request: ViewedRequest, slug: str) -> HttpResponse:
    """Take back what was marked a moment ago."""
    here = _member_of(request, slug)
    rooms, room = _rooms(request, here)
    if at := read_cursor(request.POST.get("at")):
        mark.undo_mark_all(here, rooms, at[0], by=request.viewer)
    return HttpResponseRedirect(_back(slug, room))


@require_safe
def jump(request: ViewedRequest, item_id: int) -> HttpResponse:
    """To the first unread post of an item."""
    response = HttpResponseRedirect(first_unread(request.viewer, item_id).url)
    add_never_cache_headers(response)
    return response


@require_safe
def arrived(request: ViewedRequest, item_id: int) -> HttpResponse:
    """What came since a page was drawn: 204 for nothing, else the words to say and where it begins."""
    after = request.GET.get("after", "")
    number = int(after) if after.isascii() and after.isdigit() and len(after) < 10 else 0
    found = arrived_in(request.viewer, item_id, number) if item_id < LARGEST else None
    response = HttpResponse(status=204) if found is None else JsonResponse({"words": _words(found), "url": found.url})
    add_never_cache_headers(response)
    return response


def _words(found: Arrived) -> str:
    if found.answers == found.posts:
        return ngettext("A new answer came", "%(num)s new answers came", found.answers) % {"num": found.answers}
    return ngettext("%(num)s new post", "%(num)s new posts", found.posts) % {"num": found.posts}


@require_POST
def read(request: ViewedRequest) -> HttpResponse:
    """A report of what was read: `read` as often as there are items, each "item.number"."""
    if not request.viewer.signed_in:
        raise Forbidden(NOT_SIGNED_IN.code, str(NOT_SIGNED_IN.message))
    mark.mark_read(dict(_pairs(request.POST.getlist("read")[: mark.MOST])), by=request.viewer)
    return HttpResponse(status=204)


@require_safe
def seen(request: ViewedRequest) -> HttpResponse:
    """An empty style sheet that only browsers without scripts ask for: to them a page is read when it is shown. Who
    is led here by a link has read nothing.
    """
    if request.viewer.signed_in and request.headers.get("Sec-Fetch-Dest", "style") == "style":
        mark.mark_read(dict(_pairs([request.GET.get("read", "")])), by=request.viewer)
    response = HttpResponse("", content_type="text/css; charset=utf-8")
    add_never_cache_headers(response)
    return response


def _pairs(reports: list[str]) -> list[tuple[int, int]]:
    found = []
    for report in reports:
        item, _dot, number = report.partition(".")
        if item.isascii() and item.isdigit() and number.isascii() and number.isdigit() and len(report) < 28:
            found.append((min(int(item), LARGEST - 1), min(int(number), 2**31 - 1)))
    return found


def _member_of(request: ViewedRequest, slug: str) -> Place:
    here = place(request.viewer, slug=slug)
    if not here.is_member:
        raise Forbidden(NOT_A_MEMBER.code, str(NOT_A_MEMBER.message))
    return here


def _rooms(request: ViewedRequest, here: Place) -> tuple[list[int], str]:
    slug = request.POST.get("in_room", "")
    return ([here.room(slug).id], slug) if slug else (here.room_ids, "")


def _back(slug: str, room: str, **more: str) -> str:
    said = {**({"room": room} if room else {}), **more}
    return f"/c/{slug}/unread" + (f"?{urlencode(said)}" if said else "")

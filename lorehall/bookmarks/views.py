"""Putting by, and the list of what was put by."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lorehall.bookmarks import queries, rules
from lorehall.bookmarks.forms import BookmarkForm
from lorehall.bookmarks.models import Bookmark
from lorehall.bookmarks.queries import Row
from lorehall.bookmarks.rules import Wish
from lorehall.content.find import find_item, find_post
from lorehall.kernel.errors import Refused
from lorehall.kernel.ui.page import page
from lorehall.people.doors import signed_in, viewer_of

METHODS = ["GET", "HEAD", "POST"]
Put = Callable[[Wish], Bookmark]


@require_safe
@never_cache
@signed_in
def index(request: HttpRequest) -> HttpResponse:
    """All of one's own."""
    show = "due" if request.GET.get("show") == "due" else ""
    words = request.GET.get("q", "").replace("\0", "")[:100]
    found = queries.shelf(viewer_of(request), show, words, before=request.GET.get("before", ""))
    context = {"shelf": found, "show": show, "words": words}
    return page(request, "bookmarks/index.html", context, current="bookmarks")


@require_http_methods(METHODS)
@never_cache
@signed_in
def item(request: HttpRequest, item_id: int) -> HttpResponse:
    """The button on an item sends `on`; the form with note and day sends those."""
    viewer = viewer_of(request)
    if request.method == "POST" and "on" in request.POST:
        on = request.POST["on"] != "0"
        if on:
            rules.put_item(item_id, by=viewer)
        else:
            rules.take_item_away(item_id, by=viewer)
        if request.headers.get("Accept") == "application/json":
            return JsonResponse({"on": on})
        return HttpResponseRedirect(reverse("content:item", args=[item_id]))
    found = find_item(item_id, viewer)
    standing = queries.about(viewer, item_id=item_id)
    return _form(request, standing, found.title, lambda wish: rules.put_item(item_id, wish, by=viewer))


@require_http_methods(METHODS)
@never_cache
@signed_in
def post(request: HttpRequest, post_id: int) -> HttpResponse:
    """The form with note and day, for one post."""
    viewer = viewer_of(request)
    found = find_post(post_id, viewer)
    standing = queries.about(viewer, post_id=post_id)
    return _form(request, standing, found.item.title, lambda wish: rules.put_post(post_id, wish, by=viewer))


@require_http_methods(METHODS)
@never_cache
@signed_in
def change(request: HttpRequest, bookmark_id: int) -> HttpResponse:
    """Another note, another day."""
    viewer = viewer_of(request)
    standing = queries.own(viewer, bookmark_id)
    return _form(request, standing, standing.title, lambda wish: rules.change(bookmark_id, wish, by=viewer))


def _form(request: HttpRequest, standing: Row | None, title: str, put: Put) -> HttpResponse:
    initial = {"note": standing.note, "remind_on": standing.remind_on} if standing else {}
    form = BookmarkForm(request.POST if request.method == "POST" else None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            put(form.wish())
        except Refused as refusal:
            form.refused(refusal)
        else:
            messages.success(request, _("Saved. It is among your bookmarks."))
            return HttpResponseRedirect(reverse("bookmarks:index"))
    context = {"form": form, "standing": standing, "title": title}
    status = 422 if form.errors else 200
    return page(request, "bookmarks/form.html", context, current="bookmarks", status=status)


@require_POST
@signed_in
def remove(request: HttpRequest, bookmark_id: int) -> HttpResponse:
    rules.take_away(bookmark_id, by=viewer_of(request))
    messages.success(request, _("Taken away."))
    return HttpResponseRedirect(reverse("bookmarks:index"))


@require_POST
@signed_in
def come_back(request: HttpRequest, bookmark_id: int) -> HttpResponse:
    """The reminder is over."""
    rules.come_back(bookmark_id, by=viewer_of(request))
    return HttpResponseRedirect("/")

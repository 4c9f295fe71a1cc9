"""Keeping collections, and going through them."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from lorehall.communities.middleware import ViewedRequest
from lorehall.communities.places import Place, place
from lorehall.content.views.door import sign_in_address, sign_in_first
from lorehall.kernel.errors import Conflict, Hidden, Refused
from lorehall.kernel.ui.page import page
from lorehall.library.find import find_library
from lorehall.library.forms import CollectionForm
from lorehall.library.queries.collected import CoursePage, course_page
from lorehall.library.queries.keeping import addable
from lorehall.library.rules import collect
from lorehall.library.rules.progress import done as mark_done

METHODS = ["GET", "HEAD", "POST"]


@require_http_methods(METHODS)
@sign_in_first
def new(request: ViewedRequest, slug: str) -> HttpResponse:
    here = place(request.viewer, slug=slug)
    find_library(here.id, request.viewer)
    form = CollectionForm(request.POST if request.method == "POST" else None)
    form.offer(here)
    if form.is_bound and form.is_valid():
        try:
            made = collect.make(here.id, form.wish(), by=request.viewer)
        except Refused as refusal:
            form.refused(refusal)
        else:
            return HttpResponseRedirect(reverse("library:edit", args=[slug, made.slug]))
    status = 422 if form.errors else 200
    context = {"place": here, "form": form}
    return page(request, "library/new.html", context, place=here, current="practice", status=status)


def _kept(request: ViewedRequest, slug: str, collection: str) -> tuple[Place, CoursePage]:
    here = place(request.viewer, slug=slug)
    found = course_page(request.viewer, here, collection)
    find_library(here.id, request.viewer)
    return here, found


@require_http_methods(METHODS)
@sign_in_first
def edit(request: ViewedRequest, slug: str, collection: str) -> HttpResponse:
    """What it is called and for whom; its pages and their order."""
    here, found = _kept(request, slug, collection)
    standing = {"name": found.name, "about": found.about, "starter": found.starter, "room": found.room_id}
    form = CollectionForm(request.POST if request.method == "POST" else None, initial=standing)
    form.offer(here)
    if form.is_bound and form.is_valid():
        try:
            collect.change(found.id, form.wish(), by=request.viewer)
        except Refused as refusal:
            form.refused(refusal)
        else:
            messages.success(request, _("Kept."))
            return HttpResponseRedirect(reverse("library:collection", args=[slug, collection]))
    context = {"place": here, "found": found, "form": form, "addable": addable(here, found.id)}
    status = 422 if form.errors else 200
    return page(request, "library/edit.html", context, place=here, current="practice", status=status)


@require_POST
def pages(request: ViewedRequest, slug: str, collection: str) -> HttpResponse:
    """Put a page in."""
    _here, found = _kept(request, slug, collection)
    try:
        collect.put_in(found.id, _item(request), by=request.viewer)
    except (Hidden, Conflict):
        raise
    except Refused as refusal:
        messages.error(request, refusal.message)
    return HttpResponseRedirect(f"{reverse('library:edit', args=[slug, collection])}#pages")


@require_POST
def one_page(request: ViewedRequest, slug: str, collection: str, item_id: int) -> HttpResponse:
    """Move a page up or down, or take it out."""
    _here, found = _kept(request, slug, collection)
    verb = request.POST.get("verb", "")
    if verb == "out":
        collect.take_out(found.id, item_id, by=request.viewer)
    elif verb in {"up", "down"}:
        collect.step(found.id, item_id, verb, by=request.viewer)
    return HttpResponseRedirect(f"{reverse('library:edit', args=[slug, collection])}#pages")


@require_POST
def remove(request: ViewedRequest, slug: str, collection: str) -> HttpResponse:
    _here, found = _kept(request, slug, collection)
    collect.remove(found.id, by=request.viewer)
    messages.success(request, _("“%(name)s” is taken out. Its pages stay.") % {"name": found.name})
    return HttpResponseRedirect(reverse("library:index", args=[slug]))


@require_POST
def done(request: ViewedRequest, slug: str, collection: str, item_id: int) -> HttpResponse:
    """A page is done, or not after all; `next` leads on to the page after it, or back to the collection."""
    here = place(request.viewer, slug=slug)
    found = course_page(request.viewer, here, collection)
    if not request.viewer.signed_in:
        return HttpResponseRedirect(sign_in_address(_back(found, slug)))
    on = request.POST.get("on") != "0"
    mark_done(found.id, item_id, by=request.viewer, on=on)
    return HttpResponseRedirect(_onward(found, item_id, slug) if request.POST.get("next") else _back(found, slug))


def _back(found: CoursePage, slug: str) -> str:
    return reverse("library:collection", args=[slug, found.slug])


def _onward(found: CoursePage, item_id: int, slug: str) -> str:
    urls = [one.row.url for one in found.pages]
    at = next((number for number, one in enumerate(found.pages) if one.row.id == item_id), len(urls))
    return urls[at + 1] if at + 1 < len(urls) else _back(found, slug)


def _item(request: ViewedRequest) -> int:
    said = request.POST.get("item", "")
    if not (said.isascii() and said.isdigit() and len(said) < 19):
        raise Hidden
    return int(said)

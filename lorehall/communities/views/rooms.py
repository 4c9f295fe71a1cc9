"""Keeping rooms: what they are called, who reads them, who is in them."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from lorehall.communities import rules
from lorehall.communities.forms import LetInForm, RoomForm
from lorehall.communities.middleware import ViewedRequest
from lorehall.communities.places import Place, RoomHead
from lorehall.communities.queries import rooms as queries
from lorehall.communities.views.door import done, here, to
from lorehall.kernel.errors import Refused
from lorehall.kernel.policy import Permission
from lorehall.kernel.ui.page import page


@require_http_methods(["GET", "HEAD", "POST"])
def rooms(request: ViewedRequest, slug: str) -> HttpResponse:
    place = here(request, slug, Permission.COORDINATE)
    form = RoomForm(request.POST or None, initial={"access": "whole"})
    if request.method == "POST" and done(form, lambda: _make(place, form, request)):
        messages.success(request, _("The room is there."))
        return to("rooms", slug)
    context = {"place": place, "rooms": queries.rooms(place), "form": form}
    return page(
        request,
        "communities/rooms.html",
        context,
        place=place,
        current="rooms",
        status=422 if form.errors else 200,
    )


def _make(place: Place, form: RoomForm, request: ViewedRequest) -> None:
    typed = form.cleaned_data
    rules.make_room(place.id, typed["name"], about=typed["about"], access=typed["access"], by=request.viewer)


@require_http_methods(["GET", "HEAD", "POST"])
def room(request: ViewedRequest, slug: str, room: str) -> HttpResponse:
    place, found = _found(request, slug, room)
    initial = {"name": found.name, "about": found.about, "access": found.access}
    form = RoomForm(request.POST or None, initial=initial)
    if request.method == "POST" and done(
        form, lambda: rules.change_room(found.id, **form.cleaned_data, by=request.viewer)
    ):
        messages.success(request, _("Saved."))
        return to("room", slug, room)
    return _page(request, place, found, form, LetInForm())


@require_POST
def let_in(request: ViewedRequest, slug: str, room: str) -> HttpResponse:
    place, found = _found(request, slug, room)
    form = LetInForm(request.POST)
    if done(form, lambda: _let_in(place, found, form, request)):
        messages.success(request, _("They are in."))
        return to("room", slug, room)
    initial = {"name": found.name, "about": found.about, "access": found.access}
    return _page(request, place, found, RoomForm(initial=initial), form)


def _let_in(place: Place, found: RoomHead, form: LetInForm, request: ViewedRequest) -> None:
    person_id = queries.person_by_handle(place, form.cleaned_data["person"])
    if person_id is None:
        raise Refused("not_a_member", _("No member of this community has this handle."), "person")
    rules.let_in(found.id, person_id, by=request.viewer)


@require_POST
def let_out(request: ViewedRequest, slug: str, room: str, person_id: int) -> HttpResponse:
    place, found = _found(request, slug, room)
    rules.let_out(found.id, person_id, by=request.viewer)
    messages.success(request, _("They are out of this room."))
    return to("rooms", place.slug) if person_id == request.viewer.person_id else to("room", slug, room)


def _found(request: ViewedRequest, slug: str, room: str) -> tuple[Place, RoomHead]:
    place = here(request, slug, Permission.COORDINATE)
    return place, queries.known_room(place, room)


def _page(request: ViewedRequest, place: Place, found: RoomHead, form: RoomForm, letting: LetInForm) -> HttpResponse:
    context = {
        "place": place,
        "room": found,
        "form": form,
        "letting": letting,
        "inside": queries.inside(found),
        "reads": queries.reads(request.viewer, found),
    }
    wrong = form.errors or letting.errors
    return page(
        request,
        "communities/room.html",
        context,
        place=place,
        current="rooms",
        status=422 if wrong else 200,
    )

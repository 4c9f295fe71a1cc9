"""Joining, asking to join, leaving."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lorehall.communities import rules
from lorehall.communities.forms import JoinForm
from lorehall.communities.middleware import ViewedRequest
from lorehall.communities.models import Joining
from lorehall.communities.places import Place
from lorehall.communities.queries.joining import doorstep
from lorehall.communities.queries.launch import welcome_text
from lorehall.communities.views.door import done, here, to
from lorehall.kernel import policy
from lorehall.kernel.errors import Conflict, Forbidden, Hidden, Refused
from lorehall.kernel.policy import Permission
from lorehall.kernel.ui.page import page
from lorehall.people.doors import sign_in_first


@require_http_methods(["GET", "HEAD", "POST"])
def join(request: ViewedRequest, slug: str) -> HttpResponse:
    """The doorstep: what the community is about, for whom, and the way in."""
    place = here(request, slug)
    if place.is_member:
        return HttpResponseRedirect(reverse("pages:home", args=[slug]))
    form = JoinForm(request.POST or None)
    if request.method == "POST":
        if not request.viewer.signed_in:
            return sign_in_first(request)
        policy.require(Permission.JOIN, request.viewer, place)
        if place.joining == Joining.OPEN:
            rules.join(place.id, by=request.viewer)
            return to("welcome", slug)
        if done(form, lambda: rules.ask_to_join(place.id, form.cleaned_data["message"], by=request.viewer)):
            messages.success(request, _("Your request is with the coordinators."))
            return to("join", slug)
    context = {"place": place, "door": doorstep(request.viewer, place), "form": form}
    return page(request, "communities/join.html", context, place=place, status=422 if form.errors else 200)


@require_POST
def withdraw(request: ViewedRequest, slug: str) -> HttpResponse:
    place = here(request, slug)
    asked = doorstep(request.viewer, place).asked
    if asked is not None and asked.is_open:
        try:
            rules.withdraw(asked.id, by=request.viewer)
            messages.success(request, _("Your request is taken back."))
        except Conflict as conflict:
            messages.warning(request, conflict.message)
    return to("join", slug)


@require_safe
def welcome(request: ViewedRequest, slug: str) -> HttpResponse:
    """What newcomers read first."""
    place = here(request, slug, Permission.LIST_PEOPLE)
    context = {"place": place, "welcome": welcome_text(place), "viewer": request.viewer}
    return page(request, "communities/welcome.html", context, place=place, current="home")


@require_http_methods(["GET", "HEAD", "POST"])
def leave(request: ViewedRequest, slug: str) -> HttpResponse:
    place = here(request, slug, Permission.LEAVE)
    refused = ""
    if request.method == "POST":
        try:
            rules.leave(place.id, by=request.viewer)
        except (Hidden, Forbidden, Conflict):
            raise
        except Refused as refusal:
            refused = refusal.message
        else:
            return _left(request, place)
    context = {"place": place, "refused": refused}
    return page(
        request, "communities/leave.html", context, place=place, current="people", status=422 if refused else 200
    )


def _left(request: ViewedRequest, place: Place) -> HttpResponse:
    messages.success(request, _("You left %(name)s. What you wrote stays.") % {"name": place.name})
    return to("index")

"""A community's settings, and its launch list."""

from __future__ import annotations

from dataclasses import asdict

from django.contrib import messages
from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from lorehall.communities import rules, starting
from lorehall.communities.find import find_community
from lorehall.communities.forms import GatheringForm, SettingsForm
from lorehall.communities.middleware import ViewedRequest
from lorehall.communities.queries.launch import FOUNDERS, SEEDS, launch_list
from lorehall.communities.views.door import done, here, to
from lorehall.kernel.policy import Permission
from lorehall.kernel.ui.page import page


@require_http_methods(["GET", "HEAD", "POST"])
def settings(request: ViewedRequest, slug: str) -> HttpResponse:
    place = here(request, slug, Permission.COORDINATE)
    standing = rules.settings_of(find_community(place.id, request.viewer))
    initial = asdict(standing)
    if "suggest" in request.GET and not standing.welcome:
        initial["welcome"] = str(starting.start(place.kind).welcome)
    form = SettingsForm(request.POST or None, initial=initial)
    if request.method == "POST" and done(
        form,
        lambda: rules.change_settings(place.id, rules.Settings(**form.cleaned_data), by=request.viewer),
    ):
        messages.success(request, _("Saved."))
        return to("settings", slug)
    context = {"place": place, "form": form}
    return page(
        request,
        "communities/settings.html",
        context,
        place=place,
        current="community-settings",
        status=422 if form.errors else 200,
    )


@require_http_methods(["GET", "HEAD", "POST"])
def launch(request: ViewedRequest, slug: str) -> HttpResponse:
    """The list that ticks itself; only the gathering is told by hand."""
    place = here(request, slug, Permission.READ_LAUNCH)
    form = GatheringForm(request.POST or None)
    if request.method == "POST" and done(
        form,
        lambda: rules.mark_step(place.id, "gathering", form.cleaned_data["note"], by=request.viewer),
    ):
        return to("launch", slug)
    context = {
        "place": place,
        "list": launch_list(place),
        "form": form,
        "founders": FOUNDERS,
        "seeds": SEEDS,
    }
    return page(
        request,
        "communities/launch.html",
        context,
        place=place,
        current="launch",
        status=422 if form.errors else 200,
    )


@require_POST
def unmark(request: ViewedRequest, slug: str) -> HttpResponse:
    place = here(request, slug, Permission.READ_LAUNCH)
    rules.unmark_step(place.id, "gathering", by=request.viewer)
    return to("launch", slug)

"""One's own settings: profile, account, and where one is signed in."""

from __future__ import annotations

from dataclasses import asdict
from functools import lru_cache
from zoneinfo import available_timezones

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from lorehall.kernel.errors import Refused
from lorehall.kernel.ui.page import page
from lorehall.people import forms, queries, rules
from lorehall.people.doors import signed_in, viewer_of


@lru_cache(maxsize=1)
def _zones() -> tuple[str, ...]:
    """The zones one would choose from: places, without the old aliases."""
    return tuple(sorted(zone for zone in available_timezones() if "/" in zone and not zone.startswith("Etc/")))


@require_GET
@signed_in
def begin(request: HttpRequest) -> HttpResponse:  # noqa: ARG001 - a view's first argument
    return redirect("people:profile")


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def profile(request: HttpRequest) -> HttpResponse:
    viewer = viewer_of(request)
    own = queries.own_profile(viewer)
    form = forms.Profile(request.POST or None, initial=asdict(own))
    if request.method == "POST" and form.is_valid():
        try:
            rules.edit_profile(viewer.person_id or 0, by=viewer, **form.cleaned_data)
        except Refused as refusal:
            form.refused(refusal)
        else:
            messages.success(request, _("Saved."))
            return redirect("people:profile")
    return _profile_page(request, own, form, forms.Photo())


@require_POST
@signed_in
def photo(request: HttpRequest) -> HttpResponse:
    viewer = viewer_of(request)
    if request.POST.get("act") == "remove":
        rules.remove_photo(viewer.person_id or 0, by=viewer)
        messages.success(request, _("The photo is removed."))
        return redirect("people:profile")
    form = forms.Photo(request.POST, request.FILES)
    if form.is_valid():
        try:
            rules.set_photo(viewer.person_id or 0, form.cleaned_data["photo"].read(), by=viewer)
        except Refused as refusal:
            form.refused(refusal)
        else:
            messages.success(request, _("This is your photo now."))
            return redirect("people:profile")
    own = queries.own_profile(viewer)
    return _profile_page(request, own, forms.Profile(initial=asdict(own)), form)


def _profile_page(
    request: HttpRequest, own: queries.OwnProfile, form: forms.Profile, photo_form: forms.Photo
) -> HttpResponse:
    wrong = form.errors or photo_form.errors
    context = {
        "form": form,
        "photo_form": photo_form,
        "own": own,
        "zones": _zones(),
    }
    return page(request, "people/settings_profile.html", context, current="settings", status=422 if wrong else 200)


@require_GET
@signed_in
def account(request: HttpRequest) -> HttpResponse:
    context = {"doors": queries.doors(viewer_of(request))}
    return page(request, "people/settings_account.html", context, current="settings")


@require_GET
@signed_in
def devices(request: HttpRequest) -> HttpResponse:
    browsers = queries.browsers(viewer_of(request), current=request.session.session_key)
    return page(request, "people/settings_devices.html", {"browsers": browsers}, current="settings")


@require_POST
@signed_in
def end_session(request: HttpRequest, session_id: int) -> HttpResponse:
    ended = rules.end_session(session_id, by=viewer_of(request))
    if ended == request.session.session_key:
        request.session.flush()
        return redirect("/")
    messages.success(request, _("That browser is signed out."))
    return redirect("people:sessions")


@require_POST
@signed_in
def end_other_sessions(request: HttpRequest) -> HttpResponse:
    rules.end_other_sessions(viewer_of(request).person_id or 0, keep=request.session.session_key)
    messages.success(request, _("All other browsers are signed out."))
    return redirect("people:sessions")

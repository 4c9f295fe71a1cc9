"""A person's page."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_safe

from lorehall.kernel.errors import Hidden
from lorehall.kernel.ui.page import page
from lorehall.people import queries
from lorehall.people.doors import signed_in, viewer_of
from lorehall.people.panels import panels


@require_safe
@signed_in
def me(request: HttpRequest) -> HttpResponse:
    return redirect("people:person", handle=viewer_of(request).handle)


@require_safe
def profile(request: HttpRequest, handle: str) -> HttpResponse:
    viewer = viewer_of(request)
    try:
        person = queries.profile(handle, viewer=viewer)
    except Hidden:
        now = queries.handle_now(handle, viewer=viewer)
        if now is None:
            raise
        return redirect("people:person", handle=now)
    if person.handle != handle:
        return redirect("people:person", handle=person.handle)
    context = {"person": person, "panels": panels(request, person.person_id)}
    return page(request, "people/profile.html", context, current="people")

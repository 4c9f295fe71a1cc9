"""Requests to join, for coordinators."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from lorehall.communities import rules
from lorehall.communities.forms import ReasonForm
from lorehall.communities.middleware import ViewedRequest
from lorehall.communities.places import Place
from lorehall.communities.queries.joining import decided, waiting
from lorehall.communities.queries.keys import PAGE, cut
from lorehall.communities.views.door import done, here, to
from lorehall.kernel.errors import Conflict
from lorehall.kernel.policy import Permission
from lorehall.kernel.ui.page import page


@require_safe
def requests(request: ViewedRequest, slug: str) -> HttpResponse:
    return _page(request, here(request, slug, Permission.COORDINATE))


@require_POST
def accept(request: ViewedRequest, slug: str, request_id: int) -> HttpResponse:
    here(request, slug, Permission.COORDINATE)
    try:
        rules.accept(request_id, by=request.viewer)
        messages.success(request, _("They are a member now."))
    except Conflict as conflict:
        messages.warning(request, conflict.message)
    return to("requests", slug)


@require_POST
def decline(request: ViewedRequest, slug: str, request_id: int) -> HttpResponse:
    place = here(request, slug, Permission.COORDINATE)
    form = ReasonForm(request.POST, auto_id=f"decline-{request_id}-%s")
    try:
        if done(form, lambda: rules.decline(request_id, form.cleaned_data["reason"], by=request.viewer)):
            messages.success(request, _("Declined. They can read your reason."))
            return to("requests", slug)
    except Conflict as conflict:
        messages.warning(request, conflict.message)
        return to("requests", slug)
    return _page(request, place, refused=(request_id, form), status=422)


def _page(
    request: ViewedRequest, place: Place, *, refused: tuple[int, ReasonForm] | None = None, status: int = 200
) -> HttpResponse:
    after = request.GET.get("after", "")
    rows, more = cut(waiting(place, after=int(after[:18]) if after.isdecimal() else 0, limit=PAGE + 1))
    declining = {row.id: ReasonForm(auto_id=f"decline-{row.id}-%s") for row in rows}
    if refused is not None:
        declining[refused[0]] = refused[1]
    context = {
        "place": place,
        "rows": rows,
        "declining": declining,
        "refused": refused[0] if refused else None,
        "older": rows[-1].id if more else None,
        "decided": decided(place),
    }
    return page(request, "communities/requests.html", context, place=place, current="requests", status=status)

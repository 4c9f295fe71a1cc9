"""The charter, its versions, and revising it."""

from __future__ import annotations

from dataclasses import asdict
from typing import cast

from django.contrib import messages
from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from lorehall.communities.forms import CharterForm
from lorehall.communities.middleware import ViewedRequest
from lorehall.communities.models import CharterVersion
from lorehall.communities.places import Place
from lorehall.communities.queries import charter as queries
from lorehall.communities.rules.charter import CharterText, revise_charter, text_of
from lorehall.communities.views.door import done, here, to
from lorehall.kernel.errors import Conflict
from lorehall.kernel.policy import Permission
from lorehall.kernel.ui.page import page


@require_safe
def charter(request: ViewedRequest, slug: str) -> HttpResponse:
    place = here(request, slug)
    context = {"place": place, "charter": queries.charter(place)}
    return page(request, "communities/charter.html", context, place=place, current="charter")


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: ViewedRequest, slug: str) -> HttpResponse:
    place = here(request, slug, Permission.COORDINATE)
    if request.method != "POST":
        number, text = queries.standing_text(place)
        return _edit_page(request, place, CharterForm(initial=_initial(number, text)))
    form = CharterForm(request.POST)
    try:
        if done(form, lambda: _revise(place, form, request)):
            messages.success(request, _("The charter is revised. The version before is kept."))
            return to("charter", slug)
    except Conflict as conflict:
        return _conflict(request, place, form, conflict)
    return _edit_page(request, place, form, status=422)


def _revise(place: Place, form: CharterForm, request: ViewedRequest) -> None:
    typed = form.cleaned_data
    revise_charter(place.id, form.text(), based_on=typed["based_on"], reason=typed["reason"], by=request.viewer)


def _initial(number: int, text: CharterText) -> dict[str, object]:
    return asdict(text) | {"agenda": "\n".join(text.agenda), "based_on": number}


def _conflict(request: ViewedRequest, place: Place, form: CharterForm, conflict: Conflict) -> HttpResponse:
    """Both texts: the form keeps one's own, now based on theirs, which stands beside each part."""
    theirs = cast(CharterVersion, conflict.theirs)
    data = form.data.copy()  # type: ignore[attr-defined]
    data["based_on"] = theirs.number
    again = CharterForm(data)
    again.is_valid()
    again.refused(conflict)
    standing = _initial(theirs.number, text_of(theirs))
    differing = {
        name: str(standing[name])
        for name in queries.titles()
        if str(standing[name] or "").split() != str(data.get(name, "")).split()
    }
    return _edit_page(request, place, again, theirs=differing, by=theirs.by.name, status=409)


def _edit_page(
    request: ViewedRequest,
    place: Place,
    form: CharterForm,
    *,
    theirs: dict[str, str] | None = None,
    by: str = "",
    status: int = 200,
) -> HttpResponse:
    context = {"place": place, "form": form, "theirs": theirs or {}, "by": by, "titles": queries.titles()}
    return page(request, "communities/charter_edit.html", context, place=place, current="charter", status=status)


@require_safe
def versions(request: ViewedRequest, slug: str) -> HttpResponse:
    place = here(request, slug)
    before = request.GET.get("before", "")
    rows, older = queries.versions(place, before=int(before) if before.isdecimal() else None)
    context = {"place": place, "rows": rows, "older": older}
    return page(request, "communities/charter_versions.html", context, place=place, current="charter")


@require_safe
def version(request: ViewedRequest, slug: str, number: int) -> HttpResponse:
    place = here(request, slug)
    context = {"place": place, "comparison": queries.comparison(place, number)}
    return page(request, "communities/charter_version.html", context, place=place, current="charter")

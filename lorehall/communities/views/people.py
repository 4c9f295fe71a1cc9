"""Members: who they are, and what coordinators may change about their part."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from lorehall.communities import rules
from lorehall.communities.forms import ReasonForm, RoleForm
from lorehall.communities.middleware import ViewedRequest
from lorehall.communities.models import Role
from lorehall.communities.places import Place
from lorehall.communities.queries import people as queries
from lorehall.communities.views.door import done, here, to
from lorehall.kernel.policy import Permission
from lorehall.kernel.ui.forms import Form
from lorehall.kernel.ui.page import page


@require_safe
def people(request: ViewedRequest, slug: str) -> HttpResponse:
    place = here(request, slug, Permission.LIST_PEOPLE)
    asked = request.GET
    order = asked.get("order", "") if asked.get("order") in queries.ORDERS else queries.ORDERS[0]
    role = asked.get("role", "") if asked.get("role") in Role.values else ""
    find = asked.get("find", "")[:80]
    context = {
        "place": place,
        "viewer": request.viewer,
        "members": queries.members(place, order=order, role=role, find=find, after=asked.get("after", "")),
        "suspended": queries.suspended(place) if place.coordinates and not asked else [],
        "order": order,
        "role": role,
        "find": find,
        "roles": Role.choices,
    }
    return page(request, "communities/people.html", context, place=place, current="people")


@require_safe
def member(request: ViewedRequest, slug: str, handle: str) -> HttpResponse:
    place = here(request, slug, Permission.COORDINATE)
    return _page(request, place, queries.member(place, handle))


@require_POST
def change_role(request: ViewedRequest, slug: str, handle: str) -> HttpResponse:
    place, found = _found(request, slug, handle)
    form = RoleForm(request.POST)
    said = _("Their role is changed.")

    def act() -> None:
        rules.change_role(place.id, found.person_id, form.cleaned_data["role"], by=request.viewer)

    if found.person_id != request.viewer.person_id:
        return _try(request, place, found, form, act, said=said)
    return _try(request, place, found, form, act, said=_("Your role is changed."), onward="people")


@require_POST
def suspend(request: ViewedRequest, slug: str, handle: str) -> HttpResponse:
    place, found = _found(request, slug, handle)
    form = ReasonForm(request.POST, auto_id="suspend-%s")
    return _try(
        request,
        place,
        found,
        form,
        lambda: rules.suspend(place.id, found.person_id, form.cleaned_data["reason"], by=request.viewer),
        said=_("They are suspended. Reinstate them whenever it is settled."),
    )


@require_POST
def reinstate(request: ViewedRequest, slug: str, handle: str) -> HttpResponse:
    place, found = _found(request, slug, handle)
    rules.reinstate(place.id, found.person_id, by=request.viewer)
    messages.success(request, _("They are a member again, as before."))
    return to("member", slug, handle)


@require_POST
def remove(request: ViewedRequest, slug: str, handle: str) -> HttpResponse:
    place, found = _found(request, slug, handle)
    form = ReasonForm(request.POST, auto_id="remove-%s")
    return _try(
        request,
        place,
        found,
        form,
        lambda: rules.remove(place.id, found.person_id, form.cleaned_data["reason"], by=request.viewer),
        said=_("They are no longer a member. What they wrote stays."),
        onward="people",
    )


def _found(request: ViewedRequest, slug: str, handle: str) -> tuple[Place, queries.Member]:
    place = here(request, slug, Permission.COORDINATE)
    return place, queries.member(place, handle)


def _try(
    request: ViewedRequest,
    place: Place,
    found: queries.Member,
    form: Form,
    act: Callable[[], object],
    *,
    said: str,
    onward: str = "member",
) -> HttpResponse:
    """Do it and say so; or show the page again with what was typed."""
    if not done(form, act):
        return _page(request, place, found, form)
    messages.success(request, said)
    return to("people", place.slug) if onward == "people" else to("member", place.slug, found.handle)


def _page(request: ViewedRequest, place: Place, found: queries.Member, refused: Form | None = None) -> HttpResponse:
    context: dict[str, object] = {
        "place": place,
        "member": found,
        "own": found.person_id == request.viewer.person_id,
        "role_form": RoleForm(initial={"role": found.role}),
        "suspend_form": ReasonForm(auto_id="suspend-%s"),
        "remove_form": ReasonForm(auto_id="remove-%s"),
    }
    if refused is not None:
        name = "role_form" if isinstance(refused, RoleForm) else f"{str(refused.auto_id).partition('-')[0]}_form"
        context[name] = refused
    return page(
        request,
        "communities/member.html",
        context,
        place=place,
        current="people",
        status=422 if refused is not None else 200,
    )

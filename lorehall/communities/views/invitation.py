"""Invitations: made by coordinators, opened by whoever holds the token."""

from __future__ import annotations

from datetime import timedelta

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lorehall.communities import forms, rules
from lorehall.communities.letters import invitation_url
from lorehall.communities.middleware import ViewedRequest
from lorehall.communities.places import Place
from lorehall.communities.queries import joining as queries
from lorehall.communities.queries.keys import PAGE, cut
from lorehall.communities.rules.invite import Invited
from lorehall.communities.views.door import done, here, to
from lorehall.kernel.errors import Refused
from lorehall.kernel.policy import Permission
from lorehall.kernel.ui.page import page
from lorehall.kernel.ui.problems import problem
from lorehall.kernel.ui.views import show
from lorehall.people.adapters import INVITATION
from lorehall.people.doors import sign_in_first


@require_safe
def invitations(request: ViewedRequest, slug: str) -> HttpResponse:
    return _page(request, here(request, slug, Permission.COORDINATE))


@require_POST
def send_letters(request: ViewedRequest, slug: str) -> HttpResponse:
    place = here(request, slug, Permission.INVITE)
    form = forms.LettersForm(request.POST)
    to_whom = forms.words(request.POST.get("invite", ""))
    if done(form, lambda: rules.invite(place.id, to_whom, note=form.cleaned_data["note"], by=request.viewer)):
        number = len(set(to_whom))
        said = ngettext("One letter is on its way.", "%(number)d letters are on their way.", number)
        messages.success(request, said % {"number": number})
        return to("invitations", slug)
    return _page(request, place, letters=form, status=422)


@require_POST
@never_cache
def make_link(request: ViewedRequest, slug: str) -> HttpResponse:
    """The link is shown once, on this very answer: afterwards nobody knows the token but its holders."""
    place = here(request, slug, Permission.INVITE)
    form = forms.LinkForm(request.POST)
    made: list[Invited] = []
    if done(form, lambda: made.append(_link(place, form, request))):
        return _page(request, place, link=invitation_url(made[0].token))
    return _page(request, place, link_form=form, status=422)


def _link(place: Place, form: forms.LinkForm, request: ViewedRequest) -> Invited:
    typed = form.cleaned_data
    return rules.make_link(
        place.id, most_uses=typed["most_uses"], lasts=timedelta(days=typed["days"]), by=request.viewer
    )


@require_POST
def revoke(request: ViewedRequest, slug: str, invitation_id: int) -> HttpResponse:
    here(request, slug, Permission.COORDINATE)
    rules.revoke(invitation_id, by=request.viewer)
    messages.success(request, _("Nobody comes in by it any more."))
    return to("invitations", slug)


def _page(
    request: ViewedRequest,
    place: Place,
    *,
    letters: forms.LettersForm | None = None,
    link_form: forms.LinkForm | None = None,
    link: str = "",
    status: int = 200,
) -> HttpResponse:
    before = request.GET.get("before", "")
    found = queries.invitations(place, before=int(before[:18]) if before.isdecimal() else None, limit=PAGE + 1)
    rows, more = cut(found)
    context = {
        "place": place,
        "rows": rows,
        "older": rows[-1].id if more else None,
        "letters": letters or forms.LettersForm(),
        "link_form": link_form or forms.LinkForm(auto_id="link-%s"),
        "link": link,
    }
    return page(request, "communities/invitations.html", context, place=place, current="invitations", status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def invitation(request: ViewedRequest, token: str) -> HttpResponse:
    """What one is invited to, and the way in. A token that stands opens it, even of a secret community; every other
    is answered alike.
    """
    found = queries.welcome(token)
    if found is None:
        return _over(request, token)
    if found.community_id in request.viewer.memberships:
        return HttpResponseRedirect(reverse("pages:home", args=[found.slug]))
    if request.method != "POST":
        if not request.viewer.signed_in:
            request.session[INVITATION] = token
        return page(request, "communities/invitation.html", {"found": found, "token": token})
    if not request.viewer.signed_in:
        request.session[INVITATION] = token
        return sign_in_first(request)
    try:
        rules.accept_invitation(token, by=request.viewer)
    except Refused as refusal:
        if refusal.code != "not_valid":
            raise
        return _over(request, token)
    request.session.pop(INVITATION, None)
    return to("welcome", found.slug)


def _over(request: ViewedRequest, token: str) -> HttpResponse:
    """A token that opens nothing any more. Who came in by it, or otherwise, goes on into the community."""
    slug = queries.home_of_token(token, request.viewer)
    if slug:
        return HttpResponseRedirect(reverse("pages:home", args=[slug]))
    return show(request, problem(410, title=_("This invitation has run out")))


def waiting_token(request: ViewedRequest) -> str:
    """The token with which somebody came before they signed in, taken out of the session; empty for none."""
    if not request.viewer.signed_in:
        return ""
    token: str = request.session.pop(INVITATION, "")
    return token

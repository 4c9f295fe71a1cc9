"""Tags: the list of them, a page each, and how stewards keep them."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse, HttpResponsePermanentRedirect, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from lorehall.communities.middleware import ViewedRequest
from lorehall.communities.models import Community
from lorehall.communities.places import Place, place
from lorehall.content.forms import DescribeForm, MergeForm, RenameForm
from lorehall.content.queries.counts import tags_in_use
from lorehall.content.queries.tag import TagPage, carrying, tag_page
from lorehall.content.rules import tag as keeping
from lorehall.kernel.errors import Forbidden, Refused
from lorehall.kernel.ui import slots
from lorehall.kernel.ui.page import page


@require_safe
def index(request: ViewedRequest, slug: str) -> HttpResponse:
    here = place(request.viewer, slug=slug)
    return page(request, "content/tags.html", {"place": here, "tags": tags_in_use(here)}, place=here, current="tags")


@require_safe
def tag(request: ViewedRequest, slug: str, tag: str) -> HttpResponse:
    here = place(request.viewer, slug=slug)
    found = tag_page(here, tag)
    if found.moved_to:
        return HttpResponsePermanentRedirect(reverse("content:tag", args=[slug, found.moved_to]))
    rows = carrying(here, found.id, after=request.GET.get("after"), before=request.GET.get("before"))
    unread = slots.filled("news")
    news = unread(request.viewer, rows.rows) if unread else {}
    context = {"place": here, "tag": found, "rows": rows, "news": news}
    return page(request, "content/tag.html", context, place=here, current="tags")


def keep(request: ViewedRequest, slug: str, tag: str) -> HttpResponse:
    """Describe, rename or merge; each is a form of its own on the page."""
    here = place(request.viewer, slug=slug)
    found = tag_page(here, tag)
    if not here.keeps:
        raise Forbidden("stewards_only", _("Only stewards and coordinators can do that."))
    verb = request.POST.get("verb", "")
    forms = {
        "describe": DescribeForm(request.POST if verb == "describe" else None, initial={"about": found.about_source}),
        "rename": RenameForm(request.POST if verb == "rename" else None, initial={"name": found.name}),
        "merge": MergeForm(request.POST if verb == "merge" else None),
    }
    form = forms.get(verb)
    if form is not None and form.is_valid():
        try:
            stays = _do(verb, request, here, found, form.cleaned_data)
        except Refused as refusal:
            form.refused(refusal)
        else:
            messages.success(request, _("Kept."))
            return HttpResponseRedirect(reverse("content:tag", args=[slug, stays]))
    status = 422 if form is not None and form.errors else 200
    context = {"place": here, "tag": found, "forms": forms}
    return page(request, "content/keep_tag.html", context, place=here, current="tags", status=status)


def _do(verb: str, request: ViewedRequest, here: Place, found: TagPage, typed: dict[str, str]) -> str:
    community = Community(pk=here.id, visibility=here.visibility, stage=here.stage)
    if verb == "describe":
        return keeping.describe(community, found.slug, typed["about"], by=request.viewer).slug
    if verb == "rename":
        return keeping.rename(community, found.slug, typed["name"], by=request.viewer).slug
    return keeping.merge(community, found.slug, typed["into"], by=request.viewer).slug

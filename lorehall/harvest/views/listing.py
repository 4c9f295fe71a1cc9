"""The harvest list, and what stewards say of its threads."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from lorehall.communities.places import place
from lorehall.content.queries.listing import LARGEST
from lorehall.harvest.forms import VerdictForm
from lorehall.harvest.models import Verdict
from lorehall.harvest.queries.worthy import address_of, practice_id, settled, under_way, worthy
from lorehall.harvest.rules.begin import find_thread
from lorehall.harvest.rules.judge import judge, take_back
from lorehall.kernel import policy
from lorehall.kernel.errors import Forbidden, Hidden, Refused
from lorehall.kernel.policy import Permission
from lorehall.kernel.ui.page import page
from lorehall.people.doors import signed_in, viewer_of

SHOWS = ("", "begun", "settled")


@require_safe
def index(request: HttpRequest, slug: str) -> HttpResponse:
    """Whoever may write practices may read it; stewards and coordinators say what is not worth it."""
    viewer = viewer_of(request)
    here = place(viewer, slug=slug)
    policy.require(Permission.WRITE_PRACTICE, viewer, here)
    show = request.GET.get("show", "")
    show = show if show in SHOWS else ""
    context = {
        "place": here,
        "show": show,
        "found": worthy(viewer, here, request.GET.get("after", "")) if not show else None,
        "begun": under_way(viewer, here) if show == "begun" else (),
        "settled": settled(here) if show == "settled" else (),
        "first": not request.GET.get("after"),
    }
    return page(request, "harvest/index.html", context, place=here, current="harvest")


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def verdict(request: HttpRequest, item_id: int) -> HttpResponse:
    """Not worth it, already in another, or neither after all."""
    viewer = viewer_of(request)
    if item_id >= LARGEST:
        raise Hidden
    item = find_thread(item_id, viewer)
    policy.require(Permission.KEEP_LIBRARY, viewer, item.community)
    here = place(viewer, community_id=item.community_id)
    back = HttpResponseRedirect(reverse("harvest:index", args=[here.slug]))
    if request.method == "POST" and "take_back" in request.POST:
        take_back(item_id, by=viewer)
        messages.success(request, _("It is listed again."))
        return back
    says = request.POST.get("says") or request.GET.get("says") or Verdict.Says.ALREADY_IN
    form = VerdictForm(request.POST or None)
    if form.is_bound and form.is_valid():
        typed = form.cleaned_data
        try:
            judge(item_id, says, by=viewer, practice_id=practice_id(typed["practice"]), note=typed["note"])
        except (Hidden, Forbidden):
            raise
        except Refused as refusal:
            form.refused(refusal)
        else:
            messages.success(request, _("It is off the list. Under “Set aside” you can put it back."))
            return back
    context = {"place": here, "item": item, "thread_url": address_of(item), "form": form, "says": says}
    status = 422 if form.errors else 200
    return page(request, "harvest/verdict.html", context, place=here, current="harvest", status=status)

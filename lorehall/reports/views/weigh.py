"""The rule by which a community's practices get their levels, and changing it."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from lorehall.communities.middleware import ViewedRequest
from lorehall.communities.places import place
from lorehall.communities.policy import NOT_A_MEMBER
from lorehall.content.views.door import sign_in_first
from lorehall.kernel import policy
from lorehall.kernel.errors import Forbidden, Refused
from lorehall.kernel.policy import Permission
from lorehall.kernel.ui.page import page
from lorehall.reports.contexts import asked_in
from lorehall.reports.forms import RulesForm
from lorehall.reports.rules.weigh import set_rules


@require_safe
def rules(request: ViewedRequest, slug: str) -> HttpResponse:
    here = place(request.viewer, slug=slug)
    if not here.reads:
        raise Forbidden(NOT_A_MEMBER.code, str(NOT_A_MEMBER.message))
    may = policy.allows(Permission.WEIGH_EVIDENCE, request.viewer, here)
    context = {"place": here, "asked": asked_in(here.id), "may": may}
    return page(request, "reports/rules.html", context, place=here, current="practice")


@require_http_methods(["GET", "HEAD", "POST"])
@sign_in_first
def change(request: ViewedRequest, slug: str) -> HttpResponse:
    here = place(request.viewer, slug=slug)
    policy.require(Permission.WEIGH_EVIDENCE, request.viewer, here)
    standing = asked_in(here.id)
    form = RulesForm(request.POST if request.method == "POST" else None, initial=RulesForm.showing(standing))
    if request.method == "POST" and form.is_valid():
        try:
            set_rules(here.id, form.asked(standing), by=request.viewer)
        except Refused as refusal:
            form.refused(refusal)
        else:
            messages.success(request, _("Saved. All practices are weighed anew in a moment."))
            return HttpResponseRedirect(reverse("reports:rules", args=[slug]))
    status = 422 if form.errors else 200
    return page(request, "reports/change_rules.html", {"place": here, "form": form}, place=here, status=status)

"""Seeing it otherwise: a note beside the text, and settling it."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from lorehall.communities.middleware import ViewedRequest
from lorehall.content import addresses
from lorehall.content.views.door import sign_in_first
from lorehall.kernel.errors import Forbidden, Hidden, Refused
from lorehall.kernel.policy import Permission
from lorehall.kernel.ui.drafting import begun
from lorehall.kernel.ui.page import page
from lorehall.practice.forms import DissentForm
from lorehall.practice.queries.about import about
from lorehall.practice.rules import dissent as dissenting


@require_http_methods(["GET", "HEAD", "POST"])
@sign_in_first
def dissent(request: ViewedRequest, item_id: int) -> HttpResponse:
    subject = about(request.viewer, item_id, Permission.DISSENT)
    draft = begun(request, "dissent", item_id)
    form = DissentForm(
        request.POST if request.method == "POST" else None,
        initial={"section": request.GET.get("section", "")} | draft.fields,
    )
    form.offer(subject.practice.toc)
    if request.method == "POST" and form.is_valid():
        typed = form.cleaned_data
        try:
            post = dissenting.dissent(
                item_id, typed["text"], section=typed["section"], by=request.viewer, submission=form.token
            )
        except (Hidden, Forbidden):
            raise
        except Refused as refusal:
            form.refused(refusal)
        else:
            return HttpResponseRedirect(f"{subject.url}#p{post.pk}")
    context = {"subject": subject, "place": subject.place, "form": form, "draft": draft}
    status = 422 if form.errors else 200
    return page(request, "practice/dissent.html", context, place=subject.place, current="practice", status=status)


@require_POST
def settle(request: ViewedRequest, post_id: int) -> HttpResponse:
    on = request.POST.get("on") != "0"
    post = dissenting.settle(post_id, by=request.viewer, on=on)
    messages.success(request, _("Settled. It stays readable.") if on else _("It is not settled after all."))
    return HttpResponseRedirect(addresses.of_item(post.item.kind, post.item_id, post.item.slug))

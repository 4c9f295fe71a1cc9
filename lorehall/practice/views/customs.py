"""How a community keeps its library: reviewers, months, templates."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from lorehall.communities.middleware import ViewedRequest
from lorehall.communities.places import place
from lorehall.content.views.door import sign_in_first
from lorehall.kernel import policy
from lorehall.kernel.errors import Forbidden, Hidden, Refused
from lorehall.kernel.policy import Permission
from lorehall.kernel.ui.page import page
from lorehall.practice.beginnings import beginning, built_in, own_shapes
from lorehall.practice.forms import CustomsForm, TemplateForm
from lorehall.practice.models import Shape
from lorehall.practice.queries.customs import ways
from lorehall.practice.rules.customs import Ways, set_template, set_ways

METHODS = ["GET", "HEAD", "POST"]


@require_http_methods(METHODS)
@sign_in_first
def customs(request: ViewedRequest, slug: str) -> HttpResponse:
    here = place(request.viewer, slug=slug)
    policy.require(Permission.KEEP_LIBRARY, request.viewer, here)
    stands = ways(here.id)
    initial = {"reviewers": stands.reviewers, "review_months": stands.review_months}
    form = CustomsForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        typed = form.cleaned_data
        try:
            set_ways(here.id, Ways(typed["reviewers"], typed["review_months"]), by=request.viewer)
        except (Forbidden, Hidden):
            raise
        except Refused as refusal:
            form.refused(refusal)
        else:
            messages.success(request, _("Saved."))
            return HttpResponseRedirect(request.path)
    own = own_shapes(here.id)
    shapes = [(shape.value, shape.label, shape.value in own) for shape in Shape]
    context = {"form": form, "place": here, "shapes": shapes}
    status = 422 if form.errors else 200
    return page(request, "practice/customs.html", context, place=here, current="practice", status=status)


@require_http_methods(METHODS)
@sign_in_first
def template(request: ViewedRequest, slug: str, shape: str) -> HttpResponse:
    """`built_in` brings back the template that comes with the product."""
    here = place(request.viewer, slug=slug)
    policy.require(Permission.KEEP_LIBRARY, request.viewer, here)
    if shape not in Shape.values:
        raise Hidden
    form = TemplateForm(request.POST or None, initial={"source": beginning(here.id, shape)})
    if request.method == "POST" and form.is_valid():
        typed = "" if "built_in" in request.POST else form.cleaned_data["source"].replace("\r\n", "\n").strip("\n")
        source = "" if typed == built_in(shape).strip("\n") else typed
        try:
            set_template(here.id, shape, source, by=request.viewer)
        except (Forbidden, Hidden):
            raise
        except Refused as refusal:
            form.refused(refusal)
        else:
            messages.success(request, _("Saved."))
            return HttpResponseRedirect(f"/c/{here.slug}/practice/customs")
    context = {"form": form, "place": here, "words": Shape(shape).label, "own": shape in own_shapes(here.id)}
    status = 422 if form.errors else 200
    return page(request, "practice/template.html", context, place=here, current="practice", status=status)

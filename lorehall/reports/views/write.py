"""Reporting a use, amending a report, and deciding on a standard."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from lorehall.communities.middleware import ViewedRequest
from lorehall.content import addresses
from lorehall.content.views.door import sign_in_first
from lorehall.kernel import policy
from lorehall.kernel.errors import Conflict, Refused
from lorehall.kernel.policy import Permission
from lorehall.kernel.ui.drafting import NOTHING, begun
from lorehall.kernel.ui.page import page
from lorehall.practice.queries.about import About, about
from lorehall.reports.contexts import asked_in
from lorehall.reports.find import find_report
from lorehall.reports.forms import EndForm, ReportForm, StandardForm
from lorehall.reports.models import Outcome, Report
from lorehall.reports.queries.every import decisions, last_context
from lorehall.reports.rules import decide
from lorehall.reports.rules import report as reporting

METHODS = ["GET", "HEAD", "POST"]


@require_http_methods(METHODS)
@sign_in_first
def report(request: ViewedRequest, item_id: int) -> HttpResponse:
    subject = about(request.viewer, item_id, Permission.REPORT_USE)
    draft = begun(request, "report", item_id)
    known = last_context(request.viewer.id, subject.item.community_id)
    chosen = request.GET.get("outcome", "")
    initial = {f"in_{key}": value for key, value in known.items()} | _chosen(chosen) | draft.fields
    form = ReportForm(request.POST if request.method == "POST" else None, initial=initial)
    form.ask(asked_in(subject.item.community_id).fields)
    if request.method == "POST" and form.is_valid():
        try:
            made = reporting.report(item_id, form.use(), by=request.viewer)
        except Refused as refusal:
            form.refused(refusal)
        else:
            messages.success(request, _("Thank you. Your report counts from now on."))
            return _to_report(made, subject)
    return _page(request, "reports/report.html", subject, form, draft=draft)


def _chosen(outcome: str) -> dict[str, Any]:
    return {"outcome": outcome} if outcome in Outcome.values else {}


def _to_report(made: Report, subject: About) -> HttpResponse:
    item = subject.item
    return HttpResponseRedirect(addresses.of_post(item.kind, item.pk, item.slug, made.pk, made.post.number))


def _page(request: ViewedRequest, template: str, subject: About, form: Any, **more: Any) -> HttpResponse:
    context = {"form": form, "subject": subject, "place": subject.place, **more}
    status = 422 if form.errors else 200
    return page(request, template, context, place=subject.place, current="practice", status=status)


@require_http_methods(METHODS)
@sign_in_first
def amend(request: ViewedRequest, post_id: int) -> HttpResponse:
    found = find_report(post_id, request.viewer)
    policy.require(Permission.AMEND_REPORT, request.viewer, found)
    subject = about(request.viewer, found.practice_id)
    form = ReportForm(request.POST if request.method == "POST" else None, initial=_standing(found))
    form.ask(asked_in(subject.item.community_id).fields)
    theirs = ""
    if request.method == "POST" and form.is_valid():
        try:
            made = reporting.amend(post_id, form.use(), form.cleaned_data["version"] or 0, by=request.viewer)
        except Conflict as conflict:
            form.refused(conflict)
            found.post.refresh_from_db()
            theirs = found.post.source
        except Refused as refusal:
            form.refused(refusal)
        else:
            return _to_report(made, subject)
    more = {"draft": NOTHING, "amends": found.post, "theirs": theirs, "now": found.post.version}
    return _page(request, "reports/report.html", subject, form, **more)


def _standing(found: Report) -> dict[str, Any]:
    changed, effect = reporting.apart(found.changed, found.post.source)
    said = {f"in_{key}": value for key, value in found.context}
    beside = {"outcome": found.outcome, "link": found.link, "quotable": found.quotable}
    return {**said, **beside, "changed": changed, "effect": effect, "version": found.post.version}


@require_http_methods(METHODS)
@sign_in_first
def standard(request: ViewedRequest, item_id: int) -> HttpResponse:
    """Record a decision; where one stands, it is shown with a form that ends it."""
    subject = about(request.viewer, item_id, Permission.DECIDE_STANDARD)
    form = StandardForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            decide.decide(item_id, form.deciding(), by=request.viewer)
        except Refused as refusal:
            form.refused(refusal)
        else:
            messages.success(request, _("It is the standard now."))
            return HttpResponseRedirect(f"{subject.act}/evidence")
    return _standard(request, subject, form, EndForm())


@require_http_methods(METHODS)
@sign_in_first
def end_standard(request: ViewedRequest, item_id: int) -> HttpResponse:
    subject = about(request.viewer, item_id, Permission.DECIDE_STANDARD)
    form = EndForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            decide.end(item_id, form.cleaned_data["reason"], by=request.viewer)
        except Refused as refusal:
            form.refused(refusal)
        else:
            messages.success(request, _("It is the standard no longer."))
            return HttpResponseRedirect(f"{subject.act}/evidence")
    return _standard(request, subject, form if form.is_bound else StandardForm(), form)


def _standard(request: ViewedRequest, subject: About, form: Any, end: EndForm) -> HttpResponse:
    standing = next((one for one in decisions(subject.id) if one.ended_at is None), None)
    level = subject.practice.level
    return _page(request, "reports/standard.html", subject, form, end=end, standing=standing, level=level)

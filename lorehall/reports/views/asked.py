"""Answering a letter that asks how a practice went, and ending such letters. The link says who answers."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from lorehall.communities.viewers import viewer_of
from lorehall.kernel.errors import Refused
from lorehall.kernel.policy import Permission
from lorehall.kernel.ui.page import page
from lorehall.practice.queries.about import About, about
from lorehall.reports import links
from lorehall.reports.contexts import asked_in
from lorehall.reports.find import find_asking, is_never_asked
from lorehall.reports.forms import AnswerForm
from lorehall.reports.models import Ask, Outcome
from lorehall.reports.queries.every import last_context
from lorehall.reports.rules.ask import ask_again, end_asking, stop_asking
from lorehall.reports.rules.report import report

METHODS = ["GET", "HEAD", "POST"]


@never_cache
@require_http_methods(METHODS)
def answer(request: HttpRequest, token: str) -> HttpResponse:
    """One click in the letter leads here with the outcome chosen; one more reports. Words are optional."""
    ask = find_asking(token)
    viewer = viewer_of(ask.person_id)
    subject = about(viewer, ask.practice_id, Permission.REPORT_USE)
    if ask.end == Ask.End.REPORTED:
        return _page(request, ask, subject, None)
    chosen = request.GET.get("o", "")
    initial = {f"in_{key}": value for key, value in last_context(viewer.id, subject.item.community_id).items()}
    initial |= {"outcome": chosen} if chosen in Outcome.values else {}
    form = AnswerForm(request.POST if request.method == "POST" else None, initial=initial)
    form.ask(asked_in(subject.item.community_id).fields)
    if request.method == "POST" and form.is_valid():
        try:
            report(ask.practice_id, form.use(), by=viewer)
        except Refused as refusal:
            form.refused(refusal)
        else:
            return _page(request, ask, subject, None)
    return _page(request, ask, subject, form)


def _page(request: HttpRequest, ask: Ask, subject: About, form: AnswerForm | None) -> HttpResponse:
    """Without a form: it was reported."""
    context = {"subject": subject, "form": form, "name": ask.person.name, "stop": links.address(ask.pk, "stop")}
    return page(request, "reports/asked.html", context, status=422 if form is not None and form.errors else 200)


@csrf_exempt  # the link proves who asks; mail programs end such letters by one POST of their own
@never_cache
@require_http_methods(METHODS)
def stop(request: HttpRequest, token: str) -> HttpResponse:
    """No more letters: about this practice, or at all. A mail program's own button means all of them."""
    ask = find_asking(token)
    if request.method == "POST":
        match request.POST.get("what", "all"):
            case "this":
                end_asking(ask.practice_id, ask.person_id, Ask.End.DECLINED)
            case "again":
                ask_again(ask.person_id)
            case _:
                stop_asking(ask.person_id)
        ask = find_asking(token)
    context = {"never": is_never_asked(ask.person_id), "this": ask.end == Ask.End.DECLINED, "name": ask.person.name}
    return page(request, "reports/stop.html", context)

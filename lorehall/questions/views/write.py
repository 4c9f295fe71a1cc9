"""Writing under a question: an answer, a reply, a request for detail, an answer that was given elsewhere."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from lorehall.communities.middleware import ViewedRequest
from lorehall.content import addresses
from lorehall.content.models import Post
from lorehall.content.views.door import sign_in_first
from lorehall.kernel.errors import Refused
from lorehall.kernel.policy import Permission
from lorehall.kernel.ui.drafting import Begun, begun
from lorehall.kernel.ui.forms import Form
from lorehall.kernel.ui.page import page
from lorehall.questions.forms import AnswerForm, DetailForm, LogForm, ReplyForm
from lorehall.questions.queries.beginnings import Subject, about_post, about_question
from lorehall.questions.rules import answer as rules
from lorehall.questions.rules.clarify import ask_for_detail

METHODS = ["GET", "HEAD", "POST"]
Write = Callable[[dict[str, Any]], Post]


def _written(
    request: ViewedRequest, subject: Subject, form: Form, write: Write, words: dict[str, str], *, draft: Begun
) -> HttpResponse:
    """Write, or show the form on a page of its own with what was typed and what is wrong with it."""
    if request.method == "POST" and form.is_valid():
        try:
            post = write(form.cleaned_data)
        except Refused as refusal:
            form.refused(refusal)
        else:
            item = post.item
            return HttpResponseRedirect(addresses.of_post(item.kind, item.pk, item.slug, post.pk, post.number))
    context = {"form": form, "subject": subject, "words": words, "place": subject.place, "draft": draft}
    status = 422 if form.errors else 200
    return page(request, "questions/write.html", context, place=subject.place, current="questions", status=status)


@require_http_methods(METHODS)
@sign_in_first
def answer(request: ViewedRequest, item_id: int) -> HttpResponse:
    subject = about_question(request.viewer, item_id, Permission.ANSWER)
    draft = begun(request, "answer", item_id)
    form = AnswerForm(request.POST or None, initial=draft.fields)
    words = {
        "heading": _("Answer"),
        "button": _("Post answer"),
        "hint": _("What worked for you, and where did it not?"),
    }

    def write(typed: dict[str, Any]) -> Post:
        return rules.answer(item_id, typed["text"], by=request.viewer, submission=form.token)

    return _written(request, subject, form, write, words, draft=draft)


@require_http_methods(METHODS)
@sign_in_first
def reply(request: ViewedRequest, post_id: int) -> HttpResponse:
    subject = about_post(request.viewer, post_id, Permission.ANSWER)
    draft = begun(request, "reply", post_id)
    form = ReplyForm(request.POST or None, initial=draft.fields)
    words = {
        "heading": _("Reply to %(name)s") % {"name": subject.author},
        "button": _("Post reply"),
        "hint": _("Say what you would add, or ask."),
    }

    def write(typed: dict[str, Any]) -> Post:
        return rules.reply(post_id, typed["text"], by=request.viewer, submission=form.token)

    return _written(request, subject, form, write, words, draft=draft)


@require_http_methods(METHODS)
@sign_in_first
def detail(request: ViewedRequest, item_id: int) -> HttpResponse:
    subject = about_question(request.viewer, item_id, Permission.ASK_FOR_DETAIL)
    draft = begun(request, "detail", item_id)
    form = DetailForm(request.POST or None, initial=draft.fields)
    words = {
        "heading": _("Ask for detail"),
        "button": _("Ask"),
        "hint": _("What would you need to know to answer?"),
    }

    def write(typed: dict[str, Any]) -> Post:
        return ask_for_detail(item_id, typed["text"], by=request.viewer, submission=form.token)

    return _written(request, subject, form, write, words, draft=draft)


@require_http_methods(METHODS)
@sign_in_first
def log(request: ViewedRequest, item_id: int) -> HttpResponse:
    subject = about_question(request.viewer, item_id, Permission.LOG_ANSWER)
    draft = begun(request, "log", item_id)
    form = LogForm(request.POST or None, initial=draft.fields)
    words = {
        "heading": _("Log an answer that was given elsewhere"),
        "button": _("Log answer"),
        "hint": _("As it was said, or as you remember it."),
    }

    def write(typed: dict[str, Any]) -> Post:
        given = rules.Given(typed["text"], typed["given_by"], typed["where"], form.token)
        return rules.log_answer(item_id, given, by=request.viewer)

    return _written(request, subject, form, write, words, draft=draft)

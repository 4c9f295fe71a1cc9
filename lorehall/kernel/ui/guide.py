"""The style guide: every component once, with made-up content. Wired only while developing."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse

from lorehall.kernel.ui.page import render
from lorehall.kernel.ui.sample import sample, shell

PAGES = {
    "guide": "ui/guide.html",
    "question": "ui/guide_question.html",
    "home": "ui/guide_home.html",
    "form": "ui/guide_form.html",
}


def guide(request: HttpRequest) -> HttpResponse:
    """`?page=` guide, question, home or form."""
    name = request.GET.get("page", "guide")
    context = {**sample(), "shell": shell(name)}
    return HttpResponse(render(request, PAGES.get(name, PAGES["guide"]), context))

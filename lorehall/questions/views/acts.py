"""Acts on a question: confirm and withdraw, have it too, close as a duplicate and reopen."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from lorehall.communities.middleware import ViewedRequest
from lorehall.content import addresses
from lorehall.content.models import Item
from lorehall.content.views.door import sign_in_first
from lorehall.kernel.errors import Conflict, Hidden, Refused
from lorehall.kernel.policy import Permission
from lorehall.kernel.ui.page import page
from lorehall.questions.forms import ConfirmForm, DuplicateForm
from lorehall.questions.queries.beginnings import about_post, about_question
from lorehall.questions.queries.beside import like_title
from lorehall.questions.rules import confirm as confirming
from lorehall.questions.rules import duplicate as duplicating
from lorehall.questions.rules import have_too as having


def _number(typed: str | None) -> int | None:
    return int(typed) if typed and typed.isascii() and typed.isdigit() and len(typed) < 19 else None


def _address(item: Item) -> str:
    return addresses.of_item(item.kind, item.pk, item.slug)


@require_http_methods(["GET", "HEAD", "POST"])
@sign_in_first
def confirm(request: ViewedRequest, item_id: int) -> HttpResponse:
    """`post` is the answer; `instead_of` the one that was confirmed when the confirmer looked, empty for none. Who
    asked confirms with one press; a coordinator gives a reason.
    """
    values = {**request.GET.dict(), **request.POST.dict()}
    post_id, instead_of = _number(values.get("post")), _number(values.get("instead_of"))
    if post_id is None:
        raise Hidden
    subject = about_post(request.viewer, post_id, Permission.CONFIRM)
    if subject.id != item_id:
        raise Hidden
    form = ConfirmForm(request.POST if "reason" in request.POST else None)
    if request.method == "POST" and (subject.own or form.is_valid()):
        reason = "" if subject.own else form.cleaned_data["reason"]
        try:
            confirming.confirm(post_id, by=request.viewer, reason=reason, instead_of=instead_of)
        except Conflict as conflict:
            messages.warning(request, conflict.message)
            return HttpResponseRedirect(subject.url)
        except Refused as refusal:
            form = ConfirmForm(request.POST)
            form.is_valid()
            form.refused(refusal)
        else:
            return HttpResponseRedirect(f"{subject.url}#p{post_id}")
    context = {"form": form, "subject": subject, "place": subject.place, "instead_of": instead_of or ""}
    status = 422 if form.errors else 200
    return page(request, "questions/confirm.html", context, place=subject.place, current="questions", status=status)


@require_POST
def withdraw(request: ViewedRequest, item_id: int) -> HttpResponse:
    subject = about_question(request.viewer, item_id, Permission.CONFIRM)
    try:
        confirming.withdraw(item_id, by=request.viewer)
    except Conflict as conflict:
        messages.warning(request, conflict.message)
    else:
        messages.success(request, _("Taken back. The question waits for the answer that works."))
    return HttpResponseRedirect(subject.url)


@require_POST
def have_too(request: ViewedRequest, item_id: int) -> HttpResponse:
    on = request.POST.get("on") != "0"
    item = (having.have_too if on else having.have_not)(item_id, by=request.viewer)
    if request.headers.get("X-Requested-With") == "fetch":
        return HttpResponse(status=204)
    return HttpResponseRedirect(_address(item))


@require_http_methods(["GET", "HEAD", "POST"])
@sign_in_first
def duplicate(request: ViewedRequest, item_id: int) -> HttpResponse:
    """Closes where a question is named; words lead to questions to choose from."""
    subject = about_question(request.viewer, item_id, Permission.CLOSE_AS_DUPLICATE)
    form = DuplicateForm(request.POST or None)
    near = []
    if request.method == "POST" and form.is_valid():
        of_id = form.number()
        if of_id is None:
            near = like_title(request.viewer, subject.place.id, form.cleaned_data["of"], but=item_id)
            if not near:
                form.add_error("of", _("No question here has all of these words in its title."))
        else:
            try:
                item = duplicating.close_as_duplicate(item_id, of_id, by=request.viewer)
            except Conflict as conflict:
                messages.warning(request, conflict.message)
                return HttpResponseRedirect(subject.url)
            except Refused as refusal:
                form.refused(refusal)
            else:
                return HttpResponseRedirect(_address(item))
    context = {"form": form, "subject": subject, "place": subject.place, "near": near}
    status = 422 if form.errors else 200
    return page(request, "questions/duplicate.html", context, place=subject.place, current="questions", status=status)


@require_POST
def reopen(request: ViewedRequest, item_id: int) -> HttpResponse:
    subject = about_question(request.viewer, item_id, Permission.CLOSE_AS_DUPLICATE)
    try:
        duplicating.reopen(item_id, by=request.viewer)
    except Conflict as conflict:
        messages.warning(request, conflict.message)
    else:
        messages.success(request, _("Open again."))
    return HttpResponseRedirect(subject.url)

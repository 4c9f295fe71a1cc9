"""Versions of a practice: writing one, reading them, comparing two, bringing one back."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect, QueryDict
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from lorehall.communities.middleware import ViewedRequest
from lorehall.content.models import Post
from lorehall.content.queries.listing import tags_of
from lorehall.content.rules.tag import names
from lorehall.content.views.door import number, sign_in_first
from lorehall.kernel import policy
from lorehall.kernel.errors import Conflict, Forbidden, Hidden, Refused
from lorehall.kernel.policy import Permission
from lorehall.kernel.text.diff import diff
from lorehall.kernel.ui.drafting import begun
from lorehall.kernel.ui.page import page
from lorehall.practice.adding import asked_post, with_failure
from lorehall.practice.forms import ReviseForm
from lorehall.practice.policy import reviewers_wanted
from lorehall.practice.queries.about import About, about
from lorehall.practice.queries.versions import version as one_version
from lorehall.practice.queries.versions import versions as all_versions
from lorehall.practice.rules.revise import Change
from lorehall.practice.rules.revise import restore as write_again
from lorehall.practice.rules.revise import revise as write

METHODS = ["GET", "HEAD", "POST"]
LARGEST = 2**31


@require_http_methods(METHODS)
@sign_in_first
def revise(request: ViewedRequest, item_id: int) -> HttpResponse:
    """Where others look at a change first, it becomes a suggestion: its form is that of suggesting."""
    subject = about(request.viewer, item_id)
    opening = subject.opening
    no = policy.denial(Permission.REVISE, request.viewer, opening)
    suggests = no is not None and no.code == "suggest"
    if suggests or (no is None and reviewers_wanted(subject.item.community_id)):
        query = request.META.get("QUERY_STRING", "")
        return HttpResponseRedirect(f"{subject.act}/suggest{'?' if query else ''}{query}")
    policy.require(Permission.REVISE, request.viewer, opening)
    draft = begun(request, "revise", item_id)
    known = _initial(subject, opening)
    if added := asked_post(request.GET.get("add", ""), item_id, request.viewer):
        text = with_failure(opening.source, added, subject.practice.language)
        known |= {"text": text, "reason": _("Where it does not fit")}
    form = ReviseForm(request.POST or None, initial={**known, **draft.fields})
    context: dict[str, Any] = {"form": form, "subject": subject, "place": subject.place, "draft": draft, "theirs": None}
    if request.method == "POST" and form.is_valid():
        try:
            write(item_id, _change(form), by=request.viewer)
            messages.success(request, _("Changed. This is a new version."))
            return HttpResponseRedirect(subject.url)
        except (Forbidden, Hidden):
            raise
        except Conflict:
            context |= _conflict(about(request.viewer, item_id), form)
        except Refused as refusal:
            form.refused(refusal)
    status = 409 if context["theirs"] is not None else 422 if form.errors else 200
    return page(request, "practice/revise.html", context, place=subject.place, current="practice", status=status)


def _initial(subject: About, opening: Post) -> dict[str, object]:
    return {
        "title": subject.title,
        "text": opening.source,
        "tags": ", ".join(tag.name for tag in tags_of([subject.id]).get(subject.id, ())),
        "shape": subject.practice.shape,
        "language": subject.practice.language,
        "version": opening.version,
    }


def _change(form: ReviseForm) -> Change:
    typed = form.cleaned_data
    tags = names(typed["tags"]) if "tags" in form.changed_data else None
    shape, language = typed["shape"], typed["language"]
    return Change(typed["text"], typed["version"], typed["reason"], typed["title"], tags, shape, language)


def _conflict(theirs: About, form: ReviseForm) -> dict[str, object]:
    """Both texts, and what mine would change in theirs. Saving again from here replaces theirs knowingly."""
    opening = theirs.opening
    fresh = form.data.dict() if isinstance(form.data, QueryDict) else dict(form.data)
    fresh["version"] = str(opening.version)
    again = ReviseForm(fresh)
    typed = form.cleaned_data
    pairs = [(_("Title"), theirs.title, typed["title"]), (_("Text"), opening.source, typed["text"])]
    both = [
        (label, old, diff(old, new.replace("\r\n", "\n")))
        for label, old, new in pairs
        if old != new.replace("\r\n", "\n")
    ]
    return {"form": again, "theirs": both}


@require_safe
def versions(request: ViewedRequest, item_id: int) -> HttpResponse:
    """The newest first; `from` and `to` choose two to be compared."""
    asked = {name: min(number(request.GET.get(name)), LARGEST) for name in ("from", "to", "before")}
    found = all_versions(request.viewer, item_id, older=asked["from"], newer=asked["to"], before=asked["before"])
    place = found.subject.place
    return page(request, "practice/versions.html", {"v": found, "place": place}, place=place, current="practice")


@require_http_methods(METHODS)
def version(request: ViewedRequest, item_id: int, version: int) -> HttpResponse:
    """One as it read, and what bringing it back would change; posting does it."""
    found = one_version(request.viewer, item_id, min(version, LARGEST))
    refusal, status = "", 200
    if request.method == "POST":
        started_from = min(number(request.POST.get("version")), LARGEST - 1)
        reason = request.POST.get("reason", "").replace("\0", "")
        try:
            write_again(item_id, version, started_from, by=request.viewer, reason=reason)
        except (Forbidden, Hidden):
            raise
        except Conflict:
            found = one_version(request.viewer, item_id, version)
            refusal, status = _("Somebody else changed this meanwhile. Below is what it would change now."), 409
        except Refused as refused:
            refusal, status = refused.message, 422
        else:
            messages.success(request, _("Version %(n)s stands again, as a new one.") % {"n": version})
            return HttpResponseRedirect(found.subject.url)
    context = {"v": found, "place": found.subject.place, "refusal": refusal}
    return page(request, "practice/version.html", context, place=found.subject.place, current="practice", status=status)

"""All reports of a practice, the history of its level, and what a report said before."""

from __future__ import annotations

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from lorehall.communities.middleware import ViewedRequest
from lorehall.communities.places import place
from lorehall.content import addresses
from lorehall.content.views.door import number
from lorehall.kernel import policy
from lorehall.kernel.errors import Forbidden
from lorehall.kernel.policy import Permission
from lorehall.kernel.ui.page import page
from lorehall.practice.queries.about import about
from lorehall.reports.contexts import in_words
from lorehall.reports.find import find_report
from lorehall.reports.models import Outcome
from lorehall.reports.queries import every as reading
from lorehall.reports.queries.uses import Reach
from lorehall.reports.words import told


@require_safe
def every(request: ViewedRequest, item_id: int) -> HttpResponse:
    subject = about(request.viewer, item_id)
    after, first = number(request.GET.get("after")), number(request.GET.get("post"))
    found = reading.every(request.viewer, subject.item, after, first=first)
    may = Reach.of(request.viewer, subject.item).report
    context = {"subject": subject, "place": subject.place, "found": found, "may_report": may}
    return page(request, "reports/every.html", context, place=subject.place, current="practice")


@require_safe
def evidence(request: ViewedRequest, item_id: int) -> HttpResponse:
    """The level with its reasons, how it moved, and what was decided."""
    subject = about(request.viewer, item_id)
    practice = subject.practice
    context = {
        "subject": subject,
        "place": subject.place,
        "told": told(practice.level, practice.evidence),
        "history": reading.history(item_id),
        "decisions": reading.decisions(item_id),
        "decides": policy.allows(Permission.DECIDE_STANDARD, request.viewer, subject.item),
        "level": practice.level,
    }
    return page(request, "reports/evidence.html", context, place=subject.place, current="practice")


@require_safe
def versions(request: ViewedRequest, post_id: int) -> HttpResponse:
    """What a report said beside its words, before it was amended; the words have revisions of their own."""
    found = find_report(post_id, request.viewer)
    if no := policy.denial(Permission.READ_REVISIONS, request.viewer, found.post):
        raise Forbidden(no.code, str(no.message))
    item = found.post.item
    here = place(request.viewer, community_id=item.community_id)
    context = {
        "place": here,
        "url": addresses.of_post(item.kind, item.pk, item.slug, found.pk, found.post.number),
        "title": item.title,
        "id": found.pk,
        "now": (str(Outcome(found.outcome).label), in_words(found.context), found.link),
        "before": reading.versions(found),
        "words": found.post.revisions_count,
    }
    return page(request, "reports/versions.html", context, place=here, current="practice")

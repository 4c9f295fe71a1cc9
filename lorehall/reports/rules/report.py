"""Report a use, and amend what one reported."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from lorehall.content import writing
from lorehall.content.find import find_item
from lorehall.content.models import Item, ItemKind, Post, PostRole, Revision
from lorehall.content.rules import edit
from lorehall.content.rules.add import Addition, add
from lorehall.content.rules.mark import keep_following
from lorehall.kernel import clock, facts, policy
from lorehall.kernel.errors import Refused
from lorehall.kernel.policy import Permission
from lorehall.kernel.text.fold import tidy_line, tidy_source
from lorehall.people.viewer import Viewer
from lorehall.practice.rules import seen
from lorehall.reports.contexts import asked_in, in_words, key_of, taken, unasked
from lorehall.reports.facts import ReportAmended, Reported
from lorehall.reports.find import find_report
from lorehall.reports.models import LINK_LENGTH, Outcome, Report, ReportVersion
from lorehall.reports.own import is_own
from lorehall.reports.rules.ask import end_asking
from lorehall.reports.rules.settle import settle


@dataclass(frozen=True, slots=True)
class Use:
    """What somebody reports. Everything but the outcome may be empty."""

    outcome: str
    context: Mapping[str, str] = field(default_factory=dict)
    changed: str = ""
    effect: str = ""
    link: str = ""
    quotable: bool = False
    submission: str | None = None


def report(item_id: int, use: Use, *, by: Viewer) -> Report:
    """Report that one used a practice; the same form sent twice reports once. Its level is settled in the same moment.
    Somebody may report several times; whatever they say counts once for each person and context.
    """
    item = find_item(item_id, by, kind=ItemKind.PRACTICE)
    policy.require(Permission.REPORT_USE, by, item)
    outcome, link = _outcome(use.outcome), _link(use.link)
    text = writing.write_aside(together(use), item.room, by=by, field="effect")
    with transaction.atomic():
        post, made = add(Addition(item, PostRole.REPORT, text, by.id, counts=False, submission=use.submission))
        if not made:
            return _before(post)
        _row(post, item, use, outcome, link)
        end_asking(item.pk, by.id)
        seen.used(item.pk, by.id, _version(item.pk))
        keep_following(item.pk, by.id)
        facts.record(Reported(item_id=item.pk, by_id=by.id, post_id=post.pk))
        settle(item.pk, by_id=by.id)
    return Report.objects.get(pk=post.pk)


def _before(post: Post) -> Report:
    """What the same form made; its token was another form's, if it is no report."""
    found = Report.objects.filter(pk=post.pk).first()
    if found is None:
        raise Refused("sent_before", _("This form was sent before, for something else. Open it anew."))
    return found


def _row(post: Post, item: Item, use: Use, outcome: Outcome, link: str) -> None:
    fields = asked_in(item.community_id).fields
    context = taken(fields, use.context)
    Report.objects.create(
        post=post,
        practice_id=item.pk,
        person_id=post.author_id,
        outcome=outcome,
        context=context,
        context_key=key_of(fields, context),
        changed=tidy_source(use.changed).strip(),
        link=link,
        quotable=use.quotable,
        own=is_own(item.pk, post.author_id),
        version=_version(item.pk),
        at=post.created_at,
        changed_at=post.created_at,
    )


def _version(item_id: int) -> int:
    """The version of the practice that stands."""
    counted = Post.objects.filter(item_id=item_id, number=1).values_list("revisions_count", flat=True).first()
    return max(1, counted or 0)


def amend(post_id: int, use: Use, version: int, *, by: Viewer) -> Report:
    """Say it otherwise; what stood is kept as a version. `version` is that of the post as it was read: raises
    `Conflict` where it changed meanwhile. Another outcome or context opens a failure again.
    """
    found = find_report(post_id, by)
    policy.require(Permission.AMEND_REPORT, by, found)
    outcome, link = _outcome(use.outcome), _link(use.link)
    fields = asked_in(found.post.item.community_id).fields
    context = taken(fields, use.context) + unasked(fields, found.context)
    source = together(use)
    text = writing.write_aside(source, found.post.item.room, by=by, post_id=post_id, field="effect")
    change = edit.Edit(source, version, reason=_reason(found, outcome, context))
    ready = edit.Ready(found.post, change, found.post.item.title, text, each=True)
    with transaction.atomic():
        edit.write(ready, by=by)
        _keep(found, by, clock.now())
        values: dict[str, object] = {
            "changed": tidy_source(use.changed).strip(),
            "link": link,
            "quotable": use.quotable,
        }
        anew = outcome != found.outcome or sorted(context) != sorted(found.context)
        if anew:
            values |= _anew(found, by) | {
                "outcome": outcome,
                "context": context,
                "context_key": key_of(fields, context),
            }
        Report.objects.filter(pk=post_id).update(**values)
        if anew:
            # Once the row is held: who confirms holds it too.
            found.confirmations.all().delete()
        facts.record(ReportAmended(item_id=found.practice_id, by_id=by.id, post_id=post_id))
        settle(found.practice_id, by_id=by.id)
    return find_report(post_id, by)


def _anew(found: Report, by: Viewer) -> dict[str, object]:
    """What another outcome or context begins anew: it is said now, and nobody has addressed it."""
    cleared = {"addressed_at": None, "addressed_by": None, "addressed_in": None}
    return {**cleared, "changed_at": clock.now(), "own": found.own or is_own(found.practice_id, by.id)}


def _keep(found: Report, by: Viewer, at: datetime) -> None:
    """What stood beside the words, numbered like the revision of the words that it belongs to."""
    last = Revision.objects.filter(post_id=found.pk).order_by("-number").values_list("number", flat=True).first()
    ReportVersion.objects.create(
        report=found,
        number=max(1, (last or 2) - 1),
        outcome=found.outcome,
        context=found.context,
        link=found.link,
        quotable=found.quotable,
        ended_at=at,
        ended_by_id=by.id,
    )


def _reason(found: Report, outcome: Outcome, context: Sequence[list[str]]) -> str:
    """What changed beside the words, as the list of revisions says it."""
    said = []
    if outcome != found.outcome:
        said.append(f"{Outcome(found.outcome).label} → {outcome.label}")
    if sorted(context) != sorted(found.context):
        said.append(f"{in_words(found.context) or '–'} → {in_words(context) or '–'}")
    return "; ".join(said)[:200]


def together(use: Use) -> str:
    """The post's source: what was changed, then what came of it."""
    return "\n\n".join(filter(None, (tidy_source(use.changed).strip(), tidy_source(use.effect).strip())))


def apart(changed: str, source: str) -> tuple[str, str]:
    """What was changed and what came of it, out of a post's source; all of it is the latter where somebody edited it
    as one text.
    """
    if changed and (source == changed or source.startswith(f"{changed}\n\n")):
        return changed, source[len(changed) :].strip()
    return "", source


def _outcome(typed: str) -> Outcome:
    if typed not in Outcome.values:
        raise Refused("no_outcome", _("Say what came of it."), "outcome")
    return Outcome(typed)


def _link(typed: str) -> str:
    link = tidy_line(typed)
    if link and not link.startswith(("https://", "http://")):
        raise Refused("no_link", _("A link begins with https://."), "link")
    if len(link) > LINK_LENGTH:
        raise Refused("link_too_long", _("This address is too long."), "link")
    return link

"""Suggest an edit of a practice, and take one's suggestion back."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from lorehall.content import writing
from lorehall.content.models import Post, Revision
from lorehall.kernel import clock, facts, mail, policy
from lorehall.kernel.errors import Conflict, Forbidden, Refused
from lorehall.kernel.policy import Permission
from lorehall.kernel.text.fold import tidy_line, tidy_source
from lorehall.kernel.text.limits import check_source
from lorehall.people.viewer import Viewer
from lorehall.practice import letters
from lorehall.practice.facts import EditSuggested, SuggestionDecided
from lorehall.practice.find import find_practice, find_suggestion
from lorehall.practice.lent import lend_to_suggestion
from lorehall.practice.models import REASON_LENGTH, Practice, Suggestion
from lorehall.practice.rules.move import STANDING


@dataclass(frozen=True, slots=True)
class Proposal:
    """The text as it should stand, and why. `version` is the one that it started from, as the page says it."""

    title: str
    source: str
    reason: str
    version: int
    submission: str | None = None


def suggest(item_id: int, proposal: Proposal, *, by: Viewer) -> Suggestion:
    """Suggest; the same form sent twice suggests once. Others' suggestions may be open at the same time."""
    practice = find_practice(item_id, by)
    policy.require(Permission.SUGGEST, by, practice.item)
    if practice.item.state not in STANDING:
        raise Refused("gone", _("It is retired, or superseded: nobody changes it any more."))
    before = _version(practice, proposal.version)
    made = Suggestion(
        practice=practice,
        by_id=by.id,
        at=clock.now(),
        version=before.number,
        before_title=before.title,
        before_source=before.source,
        title=writing.title(proposal.title),
        source=_source(proposal.source),
        reason=_reason(proposal.reason),
        submission=proposal.submission or None,
    )
    if (made.title, made.source) == (before.title, before.source.strip("\n")):
        raise Refused("nothing", _("Nothing is changed in it yet."), "text")
    letter = letters.suggested(practice.item, practice.steward_id, made.reason, by)
    try:
        with transaction.atomic():
            made.save(force_insert=True)
            lend_to_suggestion(made, practice.item.community_id, by=by)
            facts.record(EditSuggested(item_id=item_id, by_id=by.id, suggestion_id=made.pk))
            if letter is not None:
                mail.send_written(letter.written, letter.to)
    except IntegrityError:
        sent = Suggestion.objects.filter(by_id=by.id, submission=proposal.submission or None).first()
        if sent is None or not proposal.submission:
            raise
        return sent
    return made


def _version(practice: Practice, number: int) -> Revision:
    """The version that somebody started from; raises `Refused` where there never was one of that number."""
    opening = Post.objects.get(item_id=practice.pk, number=1)
    found = Revision.objects.filter(post=opening, number=number).first()
    if found is None and opening.revisions_count == 0 and number == 1:
        found = Revision(number=1, title=practice.item.title, source=opening.source)
    if found is None:
        raise Refused("no_version", _("There is no such version of it. Open the page again, and begin from there."))
    return found


def _source(typed: str) -> str:
    source = tidy_source(typed).strip("\n")
    if not source.strip():
        raise Refused("empty", _("There is nothing here yet. Write a few words."), "text")
    check_source(source, field="text")
    return source


def _reason(typed: str) -> str:
    reason = tidy_line(typed)
    if not reason:
        raise Refused("reason_needed", _("Say in a line why: it helps to decide."), "reason")
    if len(reason) > REASON_LENGTH:
        raise Refused("too_long", _("A line: %(most)d characters at most.") % {"most": REASON_LENGTH}, "reason")
    return reason


def withdraw(suggestion_id: int, *, by: Viewer) -> Suggestion:
    """Take one's own suggestion back; it stays readable."""
    suggestion = find_suggestion(suggestion_id, by)
    policy.require(Permission.SUGGEST, by, suggestion.practice.item)
    if suggestion.by_id != by.person_id:
        raise Forbidden("not_yours", _("Only who suggested it takes it back."))
    with transaction.atomic():
        close(suggestion, Suggestion.Verdict.WITHDRAWN, by=by)
    return suggestion


def close(suggestion: Suggestion, verdict: Suggestion.Verdict, *, by: Viewer, why: str = "") -> None:
    """Inside the caller's transaction: of two who decide at once, one does; the other meets `Conflict`."""
    open_ = Suggestion.objects.filter(pk=suggestion.pk, verdict=Suggestion.Verdict.OPEN)
    if not open_.update(verdict=verdict, decided_by_id=by.id, decided_at=clock.now(), why=why):
        raise Conflict("decided_meanwhile", _("Somebody decided this already. Nothing was changed."))
    facts.record(
        SuggestionDecided(
            item_id=suggestion.practice_id, by_id=by.id, suggestion_id=suggestion.pk, verdict=str(verdict)
        )
    )

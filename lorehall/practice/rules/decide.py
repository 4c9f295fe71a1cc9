"""Decide about a suggested edit: accept it as it is or amended, or decline it with a reason."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from lorehall.kernel import clock, facts, mail, policy
from lorehall.kernel.errors import Conflict, Forbidden, Refused
from lorehall.kernel.policy import Permission
from lorehall.kernel.text.fold import tidy_line, tidy_source
from lorehall.kernel.text.merge import is_marked
from lorehall.people.viewer import Viewer
from lorehall.practice import letters
from lorehall.practice.facts import SuggestionSeconded
from lorehall.practice.find import find_suggestion
from lorehall.practice.models import REASON_LENGTH, Credit, Practice, Suggestion
from lorehall.practice.policy import reviewers_wanted
from lorehall.practice.rebase import rebase
from lorehall.practice.rules import revise
from lorehall.practice.rules.keep import answer_by_edit
from lorehall.practice.rules.suggest import close

WHY_LENGTH = 1000


@dataclass(frozen=True, slots=True)
class Decision:
    """The text as it should stand. `version` is that of the opening post which the decider looked at."""

    title: str
    text: str
    version: int
    why: str = ""


def accept(suggestion_id: int, decision: Decision, *, by: Viewer) -> Suggestion:
    """Make it the next version, in the decider's name and with the credit of who suggested it. Of two deciders one
    wins; raises `Conflict` for the other, and with what stands (`theirs`, a Post) where the text changed meanwhile.
    """
    suggestion = _decidable(suggestion_id, by)
    practice, item = suggestion.practice, suggestion.practice.item
    if reviewers_wanted(item.community_id) > 1 and suggestion.seconded_by_id in {None, by.person_id}:
        raise Refused("second_first", _("Two look at a change here: somebody else agrees first."))
    if is_marked(decision.text):
        raise Refused(
            "marked", _("It still has the lines that part two texts. Keep what is right, and take them out."), "text"
        )
    why = _why(decision.why)
    ready = revise.prepare(practice, _change(suggestion, decision), by=by)
    verdict = _verdict(suggestion, ready.post.item.title, ready.post.source, decision)
    letter = letters.decided(suggestion, item, verdict, why, by)
    with transaction.atomic():
        close(suggestion, verdict, by=by, why=why)
        revise.write(practice, ready, by=by)
        answer_by_edit(practice.pk, by=by)
        _credit(practice, suggestion)
        _send(letter)
    suggestion.refresh_from_db()
    return suggestion


def _change(suggestion: Suggestion, decision: Decision) -> revise.Change:
    words = {"name": suggestion.by.name, "reason": suggestion.reason}
    reason = (_("Suggested by %(name)s: %(reason)s") % words)[:REASON_LENGTH]
    return revise.Change(decision.text, decision.version, reason, title=decision.title)


def _verdict(suggestion: Suggestion, title: str, source: str, decision: Decision) -> Suggestion.Verdict:
    """Taken as it was suggested, on top of what stands; or amended."""
    rebased = rebase(suggestion, title, source)
    as_it_was = rebased.clean and (rebased.title, rebased.source.strip("\n")) == (
        tidy_line(decision.title),
        tidy_source(decision.text).strip("\n"),
    )
    return Suggestion.Verdict.ACCEPTED if as_it_was else Suggestion.Verdict.AMENDED


def _credit(practice: Practice, suggestion: Suggestion) -> None:
    """The page is made of their words, too. The letter about the decision tells them."""
    now = clock.now()
    row = Credit(practice=practice, person_id=suggestion.by_id, since=now, told_at=now)
    Credit.objects.bulk_create([row], ignore_conflicts=True)


def agree(suggestion_id: int, *, by: Viewer) -> Suggestion:
    """Be the first of two who look at a change, where the community wants two."""
    suggestion = _decidable(suggestion_id, by)
    if reviewers_wanted(suggestion.practice.item.community_id) < 2:
        raise Refused("one_decides", _("One decides here: accept it or decline it."))
    with transaction.atomic():
        open_ = Suggestion.objects.filter(pk=suggestion.pk, verdict=Suggestion.Verdict.OPEN, seconded_by=None)
        if not open_.update(seconded_by_id=by.id):
            raise Conflict("agreed_meanwhile", _("Somebody was quicker. Nothing was changed."))
        facts.record(SuggestionSeconded(item_id=suggestion.practice_id, by_id=by.id, suggestion_id=suggestion.pk))
    return suggestion


def decline(suggestion_id: int, why: str, *, by: Viewer) -> Suggestion:
    """Say no, and why: who suggested it reads that."""
    suggestion = _decidable(suggestion_id, by, declines=True)
    why = _why(why)
    if not why:
        raise Refused("reason_needed", _("Say why: who suggested it reads that."), "why")
    letter = letters.decided(suggestion, suggestion.practice.item, Suggestion.Verdict.DECLINED, why, by)
    with transaction.atomic():
        close(suggestion, Suggestion.Verdict.DECLINED, by=by, why=why)
        _send(letter)
    suggestion.refresh_from_db()
    return suggestion


def _decidable(suggestion_id: int, by: Viewer, *, declines: bool = False) -> Suggestion:
    """Found, open, and this viewer's to decide."""
    suggestion = find_suggestion(suggestion_id, by)
    item = suggestion.practice.item
    policy.require(Permission.DECIDE_SUGGESTION, by, item)
    if suggestion.verdict != Suggestion.Verdict.OPEN:
        raise Conflict("decided_meanwhile", _("Somebody decided this already. Nothing was changed."))
    if not declines and suggestion.by_id == by.person_id and reviewers_wanted(item.community_id):
        raise Forbidden("own", _("Somebody else looks at what you suggest."))
    return suggestion


def _why(typed: str) -> str:
    why = tidy_line(typed)
    if len(why) > WHY_LENGTH:
        raise Refused("too_long", _("At most %(most)d characters.") % {"most": WHY_LENGTH}, "why")
    return why


def _send(letter: letters.Letter | None) -> None:
    if letter is not None:
        mail.send_written(letter.written, letter.to)

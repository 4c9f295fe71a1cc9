"""What becomes of a draft before it is published: sent to review, found good or sent back, dropped, taken up again."""

from __future__ import annotations

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from lorehall.content import writing
from lorehall.kernel import clock, facts, policy
from lorehall.kernel.errors import Conflict, Forbidden, Hidden, Refused
from lorehall.kernel.policy import HIDDEN, Permission
from lorehall.kernel.text.fold import tidy_line
from lorehall.kernel.text.limits import check_source
from lorehall.people.viewer import Viewer
from lorehall.practice import moves
from lorehall.practice.facts import DraftJudged, DraftMoved
from lorehall.practice.find import find_draft
from lorehall.practice.models import Approval, DraftWriter, PracticeDraft, Stage

NOTE_LENGTH = 1000


def move_draft(draft_id: int, to: str, *, by: Viewer) -> PracticeDraft:
    """Send it to review, take it back from there, drop it, or take it up again; as `moves.STAGES` says. Raises
    `Conflict` when somebody was quicker. Publishing is `publish`.
    """
    draft = find_draft(draft_id, by)
    _may(draft, to, by)
    if to == Stage.PUBLISHED:
        raise Refused("publish", _("Publish it instead."))
    if to == Stage.IN_REVIEW:
        _is_whole(draft)
    with transaction.atomic():
        _put(draft, Stage(to), by)
    return draft


def judge(draft_id: int, good: bool, note: str = "", *, version: int, by: Viewer) -> PracticeDraft:
    """A reviewer's word: good as it stands at `version`, or what to change first, which sends it back to its writers.
    Raises `Conflict` where the draft was changed since, `Refused` for a change that is wanted without saying which.
    """
    draft = find_draft(draft_id, by)
    policy.require(Permission.APPROVE_DRAFT, by, draft)
    said = tidy_line(note)[:NOTE_LENGTH]
    if not good and not said:
        raise Refused("what", _("Say what should change first."), "note")
    with transaction.atomic():
        stands = PracticeDraft.objects.filter(pk=draft.pk, stage=Stage.IN_REVIEW, version=version)
        if not stands.update(version=F("version")):
            raise _changed()
        values = {"version": version, "good": good, "note": said, "at": clock.now()}
        Approval.objects.update_or_create(draft=draft, by_id=by.id, defaults=values)
        facts.record(DraftJudged(draft_id=draft.pk, by_id=by.id, good=good))
        if not good:
            _put(draft, Stage.DRAFT, by)
    return draft


def stop_writing(draft_id: int, person_id: int, *, by: Viewer) -> None:
    """Somebody writes the draft no longer; one may go oneself. Who began it stays."""
    draft = find_draft(draft_id, by)
    policy.require(Permission.WRITE_DRAFT, by, draft)
    if person_id == draft.by_id:
        raise Refused("began_it", _("Who began it stays one of its writers."))
    with transaction.atomic():
        DraftWriter.objects.filter(draft=draft, person_id=person_id).delete()


def _may(draft: PracticeDraft, to: str, by: Viewer) -> None:
    no = moves.may_move_draft(by, draft, to)
    if no is HIDDEN:
        raise Hidden
    if no is not None:
        raise Forbidden(no.code, str(no.message))


def _is_whole(draft: PracticeDraft) -> None:
    """Reviewers are asked to read something."""
    writing.title(draft.title)
    if not draft.source.strip():
        raise Refused("empty", _("There is nothing here yet. Write a few words."), "text")
    check_source(draft.source)


def _put(draft: PracticeDraft, to: Stage, by: Viewer) -> None:
    was = draft.stage
    if not PracticeDraft.objects.filter(pk=draft.pk, stage=was).update(stage=to):
        raise _changed()
    draft.stage = to
    facts.record(DraftMoved(draft_id=draft.pk, by_id=by.id, was=was, now=to))


def _changed() -> Conflict:
    return Conflict("changed_meanwhile", _("Somebody changed this draft meanwhile. Look at it once more."))

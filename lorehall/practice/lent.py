"""Pictures and files of what is not published yet: seen by whoever may see the draft or the suggested edit, kept from
the nightly sweep while these are open.
"""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import Q, QuerySet

from lorehall.content.policy import visible
from lorehall.content.queries.files import holdable
from lorehall.kernel.text import attached
from lorehall.people.viewer import Viewer
from lorehall.practice.models import Lent, PracticeDraft, Stage, Suggestion
from lorehall.practice.policy import visible_drafts

OPEN = (Stage.DRAFT, Stage.IN_REVIEW, Stage.DROPPED)
"""Dropped ones can be taken up again."""


def lend_to_draft(draft: PracticeDraft, *, by: Viewer) -> None:
    """Note which uploads of its writer the draft shows, inside the caller's transaction. None but where it names some:
    two statements and one.
    """
    held = holdable(attached.named(draft.source), draft.community_id, by=by, post_id=None) if _names(draft) else {}
    rows = [Lent(draft=draft, upload_id=file.id) for file in held.values()]
    Lent.objects.bulk_create(rows, ignore_conflicts=True)


def lend_to_suggestion(suggestion: Suggestion, community_id: int, *, by: Viewer) -> None:
    """The same for a suggested edit."""
    held = holdable(attached.named(suggestion.source), community_id, by=by, post_id=None) if _names(suggestion) else {}
    rows = [Lent(suggestion=suggestion, upload_id=file.id) for file in held.values()]
    Lent.objects.bulk_create(rows, ignore_conflicts=True)


def _names(text: PracticeDraft | Suggestion) -> bool:
    return "/files/" in text.source


def lent(viewer: Viewer) -> QuerySet[Lent, int]:
    """The ids of the uploads that the viewer may see in drafts and suggested edits, for `files.LENT`."""
    by_draft = Q(draft__in=visible_drafts(viewer).filter(stage__in=OPEN))
    by_edit = Q(suggestion__practice__item__in=visible(viewer))
    return Lent.objects.filter(by_draft | by_edit).values_list("upload_id", flat=True)


def uploads_named() -> Iterator[str]:
    """What open drafts and suggested edits say where they name an upload: the nightly sweep leaves those."""
    drafts = PracticeDraft.objects.filter(stage__in=OPEN, source__contains="/files/")
    edits = Suggestion.objects.filter(verdict=Suggestion.Verdict.OPEN, source__contains="/files/")
    yield from drafts.values_list("source", flat=True).iterator()
    yield from edits.values_list("source", flat=True).iterator()

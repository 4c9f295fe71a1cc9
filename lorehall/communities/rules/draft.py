"""Keep a community that somebody is about to open, so that they can leave it and come back."""

from __future__ import annotations

from collections.abc import Mapping

from lorehall.communities.find import person_of
from lorehall.communities.models import OpeningDraft
from lorehall.kernel import clock
from lorehall.kernel.text.fold import tidy_source
from lorehall.people.viewer import Viewer

STEPS = 5


def save_draft(answers: Mapping[str, str], *, step: int, by: Viewer) -> None:
    """Keep what was answered; `step` is the one to come back to. Answers given before stay."""
    person_id = person_of(by)
    kept = {name: tidy_source(str(value)[:20_000]) for name, value in answers.items()}
    draft, made = OpeningDraft.objects.get_or_create(
        person_id=person_id, defaults={"answers": kept, "step": step, "changed_at": clock.now()}
    )
    if not made:
        draft.answers = {**draft.answers, **kept}
        draft.step = max(1, min(step, STEPS))
        draft.changed_at = clock.now()
        draft.save(update_fields=["answers", "step", "changed_at"])


def discard_draft(*, by: Viewer) -> None:
    """Forget it."""
    OpeningDraft.objects.filter(person_id=person_of(by)).delete()

"""The community that somebody is about to open. Budget: 1 statement."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from lorehall.communities.models import OpeningDraft
from lorehall.people.viewer import Viewer


@dataclass(frozen=True, slots=True)
class Draft:
    """The answers so far and the step to come back to; empty where nothing was begun."""

    answers: dict[str, str] = field(default_factory=dict)
    step: int = 1
    changed_at: datetime | None = None

    @property
    def name(self) -> str:
        return self.answers.get("name", "")

    @property
    def kind(self) -> str:
        return self.answers.get("kind", "")


def draft(viewer: Viewer) -> Draft:
    """The viewer's draft."""
    if viewer.person_id is None:
        return Draft()
    row = OpeningDraft.objects.filter(person_id=viewer.person_id).values_list("answers", "step", "changed_at").first()
    return Draft(*row) if row else Draft()

"""The evidence of a practice beside its text: printed of what the practice's own statement read; none of its own."""

from __future__ import annotations

from dataclasses import dataclass

from lorehall.communities.policy import coordinates
from lorehall.people.viewer import Viewer
from lorehall.practice.models import Level
from lorehall.practice.queries.head import Head
from lorehall.reports.words import Told, told

TEMPLATE = "reports/evidence_panel.html"


@dataclass(frozen=True, slots=True)
class Evidence:
    """`decide` says that the viewer may make it the standard."""

    told: Told
    url: str
    decide: str


def evidence(viewer: Viewer, head: Head) -> tuple[str, Evidence]:
    """For the slot `practice_evidence`."""
    may = head.level == Level.PROVEN and coordinates(viewer, head.community_id)
    return TEMPLATE, Evidence(
        told(head.level, head.evidence), f"{head.act}/evidence", f"{head.act}/standard" if may else ""
    )

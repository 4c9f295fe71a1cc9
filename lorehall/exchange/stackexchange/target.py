"""Where an import goes."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from lorehall.communities.models import Room


@dataclass(frozen=True, slots=True)
class Target:
    """Where it goes, and who keeps it: locks and closings carry the keeper's name."""

    room: Room
    keeper_id: int
    scratch: Path

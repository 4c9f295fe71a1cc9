"""What an import brought, what it did not, and why."""

from __future__ import annotations

import resource
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

KINDS = ("questions", "answers", "replies", "confirmed", "useful", "people", "tags", "links", "revisions")
MOST_LISTED = 10_000
PAGES = ("pages", "topics", "files", "links", "due", "drafts")
COUNTED_NEW = ("questions", "answers", "replies", "confirmed", "useful", "revisions")


@dataclass(frozen=True, slots=True)
class Skipped:
    """A row that could not be used: where it stands and why."""

    file: str
    line: int
    why: str


@dataclass(slots=True)
class Report:
    """`came` counts what of the source stands here now, brought by this run or an earlier one; its people are those who
    have an account there. `new` counts what this run brought, `read` the rows read, by file, and `not_taken` whole
    groups of rows that have no place here, by reason.
    """

    source: str = ""
    came: Counter[str] = field(default_factory=Counter)
    new: Counter[str] = field(default_factory=Counter)
    read: Counter[str] = field(default_factory=Counter)
    not_taken: Counter[str] = field(default_factory=Counter)
    skipped: list[Skipped] = field(default_factory=list)
    changed: list[Skipped] = field(default_factory=list)
    """What came otherwise than it stands there, or was left out of what came."""
    conflicts: list[Skipped] = field(default_factory=list)
    """What was changed here and there: what is here stays, and what came waits as a suggested edit."""
    seconds: float = 0.0
    kinds: tuple[str, ...] = KINDS
    counted: tuple[str, ...] = COUNTED_NEW

    def change(self, file: str, line: int, why: str) -> None:
        if len(self.changed) < MOST_LISTED:
            self.changed.append(Skipped(file, line, why))
        else:
            self.leave("remarks more of the kind that is listed as changed", 1)

    def skip(self, file: str, line: int, why: str) -> None:
        if len(self.skipped) < MOST_LISTED:
            self.skipped.append(Skipped(file, line, why))
        else:
            self.leave("rows more of the kind that is listed as skipped", 1)

    def leave(self, why: str, number: int) -> None:
        """A whole group of rows has no place here."""
        if number:
            self.not_taken[why] += number

    @property
    def posts(self) -> int:
        return self.new["questions"] + self.new["answers"] + self.new["replies"] + self.new["pages"]

    @property
    def posts_per_second(self) -> float:
        return round(self.posts / self.seconds, 1) if self.seconds else 0.0

    def _otherwise(self) -> dict[str, Any]:
        """What only folders of pages have."""
        if self.kinds is KINDS:
            return {}
        return {"changed": _listed(self.changed), "conflicts": _listed(self.conflicts)}

    def as_json(self) -> dict[str, Any]:
        return {
            "source": self.source,
            "came": {kind: self.came[kind] for kind in self.kinds},
            "new": {kind: self.new[kind] for kind in self.counted},
            "read": dict(sorted(self.read.items())),
            "not_taken": dict(sorted(self.not_taken.items())),
            "skipped": _listed(self.skipped),
            **self._otherwise(),
            "seconds": round(self.seconds, 2),
            "posts_per_second": self.posts_per_second,
            "peak_mb": peak_mb(),
        }


def _listed(rows: list[Skipped]) -> list[dict[str, Any]]:
    return [{"file": row.file, "line": row.line, "why": row.why} for row in rows]


def peak_mb() -> float:
    """The most memory that this process, or one that rendered for it, held so far."""
    own = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    others = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    return round(max(own, others) / 1024, 1)

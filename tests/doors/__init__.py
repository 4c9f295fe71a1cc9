"""The door matrix: who gets what at every address, in tables that one can read aloud, one a capability (`*.txt`).

One line is one door: the method, the name of the address, then the status for each of the cast as in the
heading, and at the end, where needed, *which* one: the name of a function in `tests/whereabouts.py`.
`in` means: sent to sign in first. Lines beginning with # are remarks. An address without a line fails.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from tests.cast import NAMES

ACTORS = (*NAMES, "visitor")

DOORS = "\n".join(table.read_text("utf-8") for table in sorted(Path(__file__).parent.glob("*.txt")))

# Addresses that are not ours to test one by one, each with its reason.
WITHOUT_A_DOOR: dict[str, str] = {}


@dataclass(frozen=True, slots=True)
class Door:
    """One line of the table."""

    method: str
    name: str
    expected: dict[str, str]
    which: str

    def __str__(self) -> str:
        return " ".join(filter(None, (self.method, self.name, self.which)))


class TableError(ValueError):
    """A line of the table can't be read."""


def read(table: str) -> list[Door]:
    """The doors of a table. Raises TableError with the line that can't be read."""
    doors = []
    for line in table.splitlines():
        words = line.split()
        if not words or words[0].startswith("#"):
            continue
        method, name, *rest = words
        statuses, which = rest[: len(ACTORS)], rest[len(ACTORS) :]
        sound = all(status == "in" or (status.isdigit() and len(status) == 3) for status in statuses)
        if method not in {"GET", "POST"} or len(statuses) != len(ACTORS) or not sound or len(which) > 1:
            raise TableError(f"Can't read {line.strip()!r}: METHOD address {' '.join(ACTORS)} [which]")
        doors.append(Door(method, name, dict(zip(ACTORS, statuses, strict=True)), "".join(which)))
    return doors

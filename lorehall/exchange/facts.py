"""What happened at the border."""

from __future__ import annotations

from dataclasses import dataclass

from lorehall.kernel.facts import Fact


@dataclass(frozen=True, slots=True)
class Imported(Fact):
    """A source came in whole. There is no fact for each of its posts: nobody is told of what was written elsewhere."""

    room_id: int
    source: str
    posts: int
    name = "exchange.imported"

    @property
    def subject(self) -> str:
        return f"source:{self.source}"

"""What the launch list counts that is made on higher floors."""

from __future__ import annotations

from collections.abc import Callable

Source = Callable[[int], int]
"""Takes a community's id, gives how many there are."""

SOURCES: dict[str, Source] = {}
"""By name: "questions". The house fills it at start; what is missing counts as none."""


def count(name: str, community_id: int) -> int:
    """How many there are of these in the community."""
    source = SOURCES.get(name)
    return source(community_id) if source else 0

"""The longest run of pairs that increases on both sides: what two texts have in the same order."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence


def increasing(pairs: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """The most of the pairs, which are sorted by their first, whose second increases too. In n log n."""
    ends: list[int] = []
    places: list[int] = []
    before: list[int] = []
    for place, (_, second) in enumerate(pairs):
        at = bisect_left(ends, second)
        before.append(places[at - 1] if at else -1)
        if at == len(ends):
            ends.append(second)
            places.append(place)
        else:
            ends[at], places[at] = second, place
    out: list[tuple[int, int]] = []
    place = places[-1] if places else -1
    while place >= 0:
        out.append(pairs[place])
        place = before[place]
    return out[::-1]

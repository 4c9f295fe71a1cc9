"""How much a thread would be worth as a practice. A formula that one can read, over counts that anybody can check."""

from __future__ import annotations

from collections.abc import Mapping
from math import log2

WEIGHTS: Mapping[str, float] = {
    "confirmed": 20,
    "asked_again": 12,
    "found": 12,
    "saved": 8,
    "linked": 8,
    "useful": 5,
    "posts": 4,
}
"""What one more of each weighs; the second weighs less than the first. The names are those of `Worth.reasons`."""
LEAST = 24
"""What is worth less is not listed: a confirmation alone, or a long talk alone, makes no practice."""


def worth(counts: Mapping[str, int]) -> int:
    """The more of anything, the more it is worth; never less."""
    return round(sum(weight * log2(1 + max(0, counts.get(name, 0))) for name, weight in WEIGHTS.items()))

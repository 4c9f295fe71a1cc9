"""The states of practices, by what a library does with them."""

from __future__ import annotations

from lorehall.practice.models import Level, State

STANDING = (State.CURRENT.value, State.REVIEW_DUE.value)
"""What lists and counts show unless somebody asks for more."""
LEVELS: dict[str, int] = {level: number for number, level in enumerate(Level.values, 1)}

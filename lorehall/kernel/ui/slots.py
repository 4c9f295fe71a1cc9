"""Openings in the frame that a higher floor fills, so that pages below need not import what is above them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

_filled: dict[str, Callable[..., Any]] = {}


def fill(name: str, builder: Callable[..., Any]) -> None:
    """Put `builder` into the slot `name`. The last one in stays: the house fills each slot once, at start."""
    _filled[name] = builder


def filled(name: str) -> Callable[..., Any] | None:
    """What was put into the slot `name`, or None while it is empty."""
    return _filled.get(name)

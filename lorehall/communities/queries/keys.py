"""Paging by key: where the next page begins, as text for an address."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

from lorehall.kernel.errors import Hidden

T = TypeVar("T")
PAGE = 30


def key(number: int, word: str = "") -> str:
    """A row's place in a list sorted by `word`, then by number."""
    return f"{number}.{word}"


def parse(text: str) -> tuple[int, str]:
    """What `key` made; raises `Hidden` for what it never made."""
    number, _dot, word = text.partition(".")
    if not number.isdecimal() or len(number) > 18:
        raise Hidden
    return int(number), word.replace("\0", "")


def cut(rows: Sequence[T], size: int = PAGE) -> tuple[list[T], bool]:
    """A page out of `size + 1` rows that were asked for, and whether there are more."""
    return list(rows[:size]), len(rows) > size

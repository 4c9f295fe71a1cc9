"""What changed between two texts, to be read: by lines, and by words inside a line that was changed."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

Change = Literal["kept", "added", "removed"]

MAX_LINES = 2_000
"""Above this many lines on a side, the changed middle is shown as removed and added whole."""
_MAX_PAIRS = 160_000  # words of one line before × after
_MAX_WORK = 4_000_000  # the same, in one whole diff
_ALIKE = 0.35

_WORD = re.compile(r"\w+|\s+|[^\w\s]")


@dataclass(frozen=True, slots=True)
class Segment:
    """A run of text inside a line, and what happened to it."""

    change: Change
    text: str

    @property
    def tag(self) -> str:
        """The element that shows it: `ins`, `del`, or nothing for what was kept."""
        return {"kept": "", "added": "ins", "removed": "del"}[self.change]


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the diff: kept, added or removed whole, or changed inside."""

    change: Literal["kept", "added", "removed", "changed"]
    segments: tuple[Segment, ...]


@dataclass(frozen=True, slots=True)
class Hunk:
    """Lines that stand together; the starts are line numbers, from 1, before and after."""

    before: int
    after: int
    lines: tuple[Line, ...]


def diff(before: str, after: str, *, context: int | None = 3) -> list[Hunk]:
    """The hunks that lead from `before` to `after`, with `context` kept lines around; none if equal.

    `context=None` gives one hunk with every line. Joining the segments that are not added gives
    `before`, joining those that are not removed gives `after`, line by line. The time is bounded:
    long texts fall back to whole lines.
    """
    if before == after and context is not None:
        return []
    lines = list(_lines(before.split("\n"), after.split("\n")))
    return [_hunk(lines, 0, len(lines), 1, 1)] if context is None else list(_hunks(lines, context))


def sides(hunks: Sequence[Hunk]) -> tuple[str, str]:
    """The text before and after, put together again from a diff with `context=None`."""
    lines = [line for hunk in hunks for line in hunk.lines]
    before = [_side(line, "added") for line in lines if line.change != "added"]
    after = [_side(line, "removed") for line in lines if line.change != "removed"]
    return "\n".join(before), "\n".join(after)


def _side(line: Line, without: Change) -> str:
    return "".join(segment.text for segment in line.segments if segment.change != without)


def _whole(change: Change, texts: Sequence[str]) -> Iterator[Line]:
    for text in texts:
        yield Line(change, (Segment(change, text),))


def _lines(old: list[str], new: list[str]) -> Iterator[Line]:
    head = 0
    shorter = min(len(old), len(new))
    while head < shorter and old[head] == new[head]:
        head += 1
    tail = 0
    while tail < shorter - head and old[-1 - tail] == new[-1 - tail]:
        tail += 1
    yield from _whole("kept", old[:head])
    yield from _middle(old[head : len(old) - tail], new[head : len(new) - tail])
    yield from _whole("kept", old[len(old) - tail :])


def _middle(old: list[str], new: list[str]) -> Iterator[Line]:
    if max(len(old), len(new)) > MAX_LINES:
        yield from _whole("removed", old)
        yield from _whole("added", new)
        return
    words = _Words()
    for tag, i1, i2, j1, j2 in SequenceMatcher(None, old, new).get_opcodes():
        if tag == "equal":
            yield from _whole("kept", old[i1:i2])
        elif tag == "replace":
            yield from _replaced(old[i1:i2], new[j1:j2], words)
        else:
            yield from _whole("removed", old[i1:i2])
            yield from _whole("added", new[j1:j2])


def _replaced(old: list[str], new: list[str], words: _Words) -> Iterator[Line]:
    """Lines that stand across from each other are compared by words while they stay alike."""
    pairs = min(len(old), len(new))
    at = 0
    while at < pairs:
        segments = words.compare(old[at], new[at])
        if segments is None:
            break
        yield Line("changed", segments)
        at += 1
    yield from _whole("removed", old[at:])
    yield from _whole("added", new[at:])


class _Words:
    """Compares lines by words, within the work that one diff may take."""

    __slots__ = ("left",)

    def __init__(self) -> None:
        self.left = _MAX_WORK

    def compare(self, old: str, new: str) -> tuple[Segment, ...] | None:
        """The segments, or None when the lines are too long or have too little in common."""
        before, after = _WORD.findall(old), _WORD.findall(new)
        work = len(before) * len(after)
        self.left -= work
        if not work or work > _MAX_PAIRS or self.left < 0:
            return None
        matcher = SequenceMatcher(None, before, after, autojunk=False)
        if matcher.ratio() < _ALIKE:
            return None
        segments: list[Segment] = []
        for tag, i1, i2, j1, j2 in matcher.get_opcodes():
            if tag == "equal":
                segments.append(Segment("kept", "".join(before[i1:i2])))
                continue
            if i1 < i2:
                segments.append(Segment("removed", "".join(before[i1:i2])))
            if j1 < j2:
                segments.append(Segment("added", "".join(after[j1:j2])))
        return tuple(segments)


def _hunks(lines: list[Line], context: int) -> Iterator[Hunk]:
    start: int | None = None
    last = 0
    old = new = 1
    starts: list[tuple[int, int]] = []
    for index, line in enumerate(lines):
        starts.append((old, new))
        old += line.change != "added"
        new += line.change != "removed"
        if line.change == "kept":
            continue
        if start is not None and index - last > 2 * context + 1:
            yield _hunk(lines, start, last + context + 1, *starts[start])
            start = None
        if start is None:
            start = max(0, index - context)
        last = index
    if start is not None:
        yield _hunk(lines, start, last + context + 1, *starts[start])


def _hunk(lines: list[Line], start: int, end: int, old: int, new: int) -> Hunk:
    return Hunk(old, new, tuple(lines[start:end]))

"""Put together what two people made of the same text at the same time, without losing a word of either.

By lines, and inside lines that both changed by words, where their changes stand apart. Where they can't be put together
both stand in the result, one after the other, between marks that say so. What both only added is kept one after the
other without marks. The time is bounded: what is too long or too tangled to compare counts as changed as a whole.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from django.utils.translation import gettext

from lorehall.kernel.text.anchors import increasing

_MOST_PAIRS = 40_000  # of lines or words compared with one another at a time
_MOST_WORK = 1_500_000  # the same, in one whole merge
_APART = 2  # so many words stand unchanged between the changes of two people, or they are one change
_ALIKE = 0.5

_WORD = re.compile(r"\w+|\s|[^\w\s]")
_LISTED = re.compile(r"\s*(?:[-*+]|\d+[.)])\s|\s*\|")
MARK = "⟪"


@dataclass(frozen=True, slots=True)
class Conflict:
    """What could not be put together: the text before, and what each made of it. One of the two may be empty: who
    took it out did not know that somebody else changed it, so it stands.
    """

    base: str
    mine: str
    theirs: str


@dataclass(frozen=True, slots=True)
class Merged:
    text: str
    conflicts: tuple[Conflict, ...] = ()


def merge(base: str, mine: str, theirs: str) -> Merged:
    """The text with the changes from `base` to `mine` and from `base` to `theirs`. Every word that either added is in
    it. Merging with an unchanged side gives the other side.
    """
    if mine in (base, theirs):
        return Merged(theirs)
    if theirs == base:
        return Merged(mine)
    return _Merge().lines(base.split("\n"), mine.split("\n"), theirs.split("\n"))


def is_marked(text: str) -> bool:
    """Do marks of a merge still stand in it?"""
    return any(line.startswith(MARK) for line in text.split("\n"))


class _Merge:
    """One merge, within the work that it may take."""

    __slots__ = ("conflicts", "left")

    def __init__(self) -> None:
        self.conflicts: list[Conflict] = []
        self.left = _MOST_WORK

    def lines(self, base: list[str], mine: list[str], theirs: list[str]) -> Merged:
        out: list[str] = []
        for here in _regions(base, mine, theirs, self._both(base, mine, theirs)):
            plain = _plain(*here)
            out.extend(self._settle(*here) if plain is None else plain)
        return Merged("\n".join(out), tuple(self.conflicts))

    def _settle(self, base: list[str], mine: list[str], theirs: list[str]) -> list[str]:
        """Both changed the same lines, in different ways."""
        one, other = "\n".join(mine), "\n".join(theirs)
        short, long = sorted((one, other), key=len)
        # Somebody's own text of a moment ago comes back like this, when the answer to a save was lost on its way.
        if long.startswith(short) and short.startswith("\n".join(base).rstrip()):
            return long.split("\n")
        if not _said(base):
            return _one_after_the_other(theirs, mine)
        merged = self._words("\n".join(base), one, other)
        return self._mark(base, mine, theirs) if merged is None else merged.split("\n")

    def _words(self, base: str, mine: str, theirs: str) -> str | None:
        """Merged by words; None where that would not be safe."""
        before, one, other = _WORD.findall(base), _WORD.findall(mine), _WORD.findall(theirs)
        pairs = self._both(before, one, other)
        if not one or not other or min(_ratio(before, side) for side in (one, other)) < _ALIKE:
            return None
        out: list[str] = []
        for here in _regions(before, one, other, _far_apart(before, pairs)):
            plain = _plain(*here)
            if plain is None:
                return None
            out.extend(plain)
        return "".join(out)

    def _mark(self, base: list[str], mine: list[str], theirs: list[str]) -> list[str]:
        head, mine, theirs, tail = _trim(mine, theirs)
        self.conflicts.append(Conflict("\n".join(base), "\n".join(mine), "\n".join(theirs)))
        if not _said(mine) or not _said(theirs):
            return [*head, *theirs, *mine, *tail]
        first, second, end = (f"{MARK} {words} ⟫" for words in _marks())
        return [*head, first, "", *theirs, "", second, "", *mine, "", end, *tail]

    def _both(self, base: list[str], mine: list[str], theirs: list[str]) -> list[tuple[int, int, int]]:
        """What stands in all three, as places in each, in their order."""
        one = dict(self._pairs(base, mine))
        return [(at, one[at], there) for at, there in self._pairs(base, theirs) if at in one]

    def _pairs(self, old: list[str], new: list[str]) -> Iterator[tuple[int, int]]:
        """What stands in both, as places in each: same beginnings and ends, lines that are there once, and what lies
        between, compared as far as the work allows.
        """
        at = there = 0
        for stop, match in [*_anchors(old, new), (len(old), len(new))]:
            yield from self._between(old, new, (at, stop), (there, match))
            if stop < len(old):
                yield stop, match
            at, there = stop + 1, match + 1

    def _between(
        self, old: list[str], new: list[str], olds: tuple[int, int], news: tuple[int, int]
    ) -> Iterator[tuple[int, int]]:
        (at, stop), (there, end) = olds, news
        while at < stop and there < end and old[at] == new[there]:
            yield at, there
            at, there = at + 1, there + 1
        tail = 0
        while at < stop - tail and there < end - tail and old[stop - tail - 1] == new[end - tail - 1]:
            tail += 1
        stop, end = stop - tail, end - tail
        work = (stop - at) * (end - there)
        if work and work <= min(_MOST_PAIRS, self.left):
            self.left -= work
            for block in SequenceMatcher(None, old[at:stop], new[there:end], autojunk=False).get_matching_blocks():
                if any(_is_word(word) for word in old[at + block.a : at + block.a + block.size]):
                    yield from ((at + block.a + n, there + block.b + n) for n in range(block.size))
        yield from ((stop + n, end + n) for n in range(tail))


def _anchors(old: Sequence[str], new: Sequence[str]) -> list[tuple[int, int]]:
    """What is there exactly once on both sides and in the same order."""
    once, there = Counter(old), Counter(new)
    where = {word: at for at, word in enumerate(new) if there[word] == 1}
    shared = [(at, where[word]) for at, word in enumerate(old) if once[word] == 1 and word in where and _is_word(word)]
    return increasing(shared)


_Region = tuple[list[str], list[str], list[str]]


def _regions(
    base: list[str], mine: list[str], theirs: list[str], kept: Sequence[tuple[int, int, int]]
) -> Iterator[_Region]:
    """What was changed between what all three have, and what they have, in order."""
    b = m = t = 0
    for at, one, other in [*kept, (len(base), len(mine), len(theirs))]:
        if (b, m, t) != (at, one, other):
            yield base[b:at], mine[m:one], theirs[t:other]
        if at < len(base):
            yield [base[at]], [base[at]], [base[at]]
        b, m, t = at + 1, one + 1, other + 1


def _plain(base: list[str], mine: list[str], theirs: list[str]) -> list[str] | None:
    """The region where at most one side changed it, or both in the same way."""
    if mine in (base, theirs):
        return theirs
    return mine if theirs == base else None


def _far_apart(words: Sequence[str], kept: Sequence[tuple[int, int, int]]) -> list[tuple[int, int, int]]:
    """Without the runs that are too short to keep the changes before and after them apart."""
    out: list[tuple[int, int, int]] = []
    run: list[tuple[int, int, int]] = []
    for place in [*kept, (-1, -1, -1)]:
        if run and place != tuple(at + 1 for at in run[-1]):
            if sum(_is_word(words[at]) for at, _, _ in run) >= _APART:
                out.extend(run)
            run = []
        run.append(place)
    return out


def _ratio(before: Sequence[str], after: Sequence[str]) -> float:
    """How much of the longer of the two is in both, by their words alone."""
    one, other = (Counter(word for word in words if _is_word(word)) for words in (before, after))
    return (one & other).total() / (max(one.total(), other.total()) or 1)


def _one_after_the_other(theirs: list[str], mine: list[str]) -> list[str]:
    """What both added in the same place, with what they have in common once."""
    head, mine, theirs, tail = _trim(mine, theirs)
    apart = bool(theirs and mine and theirs[-1].strip() and mine[0].strip())
    if apart and _LISTED.match(theirs[-1]) and _LISTED.match(mine[0]):
        apart = False
    return [*head, *theirs, *([""] if apart else []), *mine, *tail]


def _trim(mine: list[str], theirs: list[str]) -> tuple[list[str], list[str], list[str], list[str]]:
    """What both begin with, what is left of each, and what both end with."""
    head = tail = 0
    least = min(len(mine), len(theirs))
    while head < least and mine[head] == theirs[head]:
        head += 1
    while tail < least - head and mine[-1 - tail] == theirs[-1 - tail]:
        tail += 1
    return mine[:head], mine[head : len(mine) - tail], theirs[head : len(theirs) - tail], mine[len(mine) - tail :]


def _said(lines: Sequence[str]) -> bool:
    return any(line.strip() for line in lines)


def _is_word(word: str) -> bool:
    return any(character.isalnum() for character in word)


def _marks() -> tuple[str, str, str]:
    return (
        gettext("Two people wrote here at once. One wrote:"),
        gettext("The other wrote:"),
        gettext("Keep what is right, and take these three lines out."),
    )

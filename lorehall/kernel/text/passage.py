"""What is shown of a text that was found: the stretch that says it best, with its words marked."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup, escape

from lorehall.kernel.text.plain import excerpt
from lorehall.kernel.text.words import Finder, Span

LENGTH = 240
BEFORE = 60
"""Characters shown before the first marked word."""
READ = 40_000
"""Characters of a text that are looked through."""
_ENDS = " \t\n"


def marked(text: str, find: Finder) -> Markup:
    """All of a short text, such as a title, safe to print."""
    return _with_marks(text, 0, len(text), [(one.start, one.end) for one in find(text)])


def passage(text: str, find: Finder, *, length: int = LENGTH) -> Markup:
    """The best stretch of a long text, safe to print; its beginning where no word stands in it."""
    text = text[:READ]
    said = find(text)
    if not said:
        return escape(excerpt(text, length))
    first, last = _window(said, length - BEFORE)
    start = _back(text, max(0, said[first].start - BEFORE)) if said[first].start > BEFORE else 0
    end = min(len(text), max(start + length, said[last].end))
    if end < len(text):
        cut = max(text.rfind(mark, said[last].end, end) for mark in _ENDS)
        end = cut if cut > 0 else end
    shown = _with_marks(text, start, end, [(one.start, one.end) for one in said[first : last + 1]])
    return Markup("%s%s%s") % ("… " if start else "", shown, " …" if end < len(text) else "")


def _window(said: Sequence[Span], length: int) -> tuple[int, int]:
    """The first and last of the words that stand within `length` and are most, different ones counting most."""
    best, chosen, last = -1, (0, 0), 0
    for first, one in enumerate(said):
        last = max(last, first)
        while last + 1 < len(said) and said[last + 1].end - one.start <= length:
            last += 1
        within = said[first : last + 1][:40]
        worth = 10 * len({span.parts for span in within}) + len(within)
        if worth > best:
            best, chosen = worth, (first, last)
    return chosen


def _back(text: str, place: int) -> int:
    """The beginning of the word at a place, or the place itself where words are not parted."""
    cut = max(text.rfind(mark, max(0, place - 30), place) for mark in _ENDS)
    return cut + 1 if cut >= 0 else place


def _with_marks(text: str, start: int, end: int, marks: Sequence[tuple[int, int]]) -> Markup:
    out: list[Markup] = []
    done = start
    for begin, stop in marks:
        if begin < done or stop > end:
            continue
        out += [escape(text[done:begin]), Markup("<mark>%s</mark>") % text[begin:stop]]
        done = stop
    out.append(escape(text[done:end]))
    return Markup("").join(out).replace(Markup("</mark><mark>"), Markup(""))

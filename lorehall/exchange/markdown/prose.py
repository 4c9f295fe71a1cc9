"""Where in a Markdown text is prose, and where code, which nothing may change."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import NamedTuple

from lorehall.kernel import text

_FENCE = re.compile(r"\s*(?:[-*+>]\s+|\d+[.)]\s+)*(`{3,}|~{3,})([^\n]*)")
_CODE = re.compile(r"(?<!`)(`{1,9})(?!`)[^`]{0,2000}(?:`(?!\1)[^`]{0,300}){0,9}?(?<!`)\1(?!`)")


class Note(NamedTuple):
    """Something that did not come as it was: the line in the file, and what was done."""

    line: int
    why: str


def fenced(lines: list[str]) -> list[bool]:
    """Which lines stand in fenced code, its fences among them; before anything is known of the rest."""
    found, fence = [], ""
    for line in lines:
        mark = _FENCE.match(line)
        if fence:
            found.append(True)
            if mark and mark[1].startswith(fence) and not mark[2].strip():
                fence = ""
        else:
            opens = mark is not None and not (mark[1][0] == "`" and "`" in mark[2])
            found.append(opens)
            fence = mark[1] if mark and opens else ""
    return found


def code_lines(source: str) -> set[int]:
    """The lines that are code, as the text is read here."""
    found: set[int] = set()
    for token in text.parse(source).tokens:
        if token.type in {"fence", "code_block"} and token.map:
            found.update(range(token.map[0], token.map[1]))
    return found


def in_prose(source: str, change: Callable[[str], str], code: set[int] | None = None) -> str:
    """The text with `change` made to every stretch of it that is no code, be it a block or inside a line."""
    code = code_lines(source) if code is None else code
    out: list[str] = []
    stretch: list[str] = []
    for number, line in enumerate(source.split("\n")):
        if number in code:
            out += [*_changed(stretch, change), line]
            stretch = []
        else:
            stretch.append(line)
    return "\n".join([*out, *_changed(stretch, change)])


def _changed(stretch: list[str], change: Callable[[str], str]) -> list[str]:
    if not stretch:
        return []
    prose, out, done = "\n".join(stretch), [], 0
    for code in _CODE.finditer(prose):
        out += [change(prose[done : code.start()]), code[0]]
        done = code.end()
    return ["".join([*out, change(prose[done:])])]


def calm(source: str) -> str:
    """Without the empty lines that are left where something was taken out."""
    lines = source.split("\n")
    code = fenced(lines)
    kept: list[str] = []
    for line, is_code in zip(lines, code, strict=True):
        if is_code or line.strip() or (kept and kept[-1].strip()):
            kept.append(line if is_code or line.strip() else "")
    return "\n".join(kept).strip("\n")

"""A draft's text as blocks under headings: where a passage goes, and how it moves up and down. Plain Markdown in and
out; nothing here knows of the database.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

_FENCE = re.compile(r"\s{0,3}(`{3,}|~{3,})")
_STEP = re.compile(r"(?P<number>\d{1,6})(?P<sign>[.)])(?=\s|$)(?P<said>.*)$")
_MARKED = re.compile(r"\s*(?:[#>`~|<$]|[-*+]\s|\d+[.)]\s|!\[|\[[^\]]+\]:|\s{4})")
# What closes a heading is taken off by `_title`: a pattern that looks for it takes ages over a line of blanks.
_HEADING = re.compile(r"#{1,6}(?:\s+(?P<title>.*))?$")


class Section(NamedTuple):
    """A heading of the draft: its number from 1, its words, and the line after the last of what stands under it."""

    number: int
    title: str
    end: int


def sections(source: str) -> list[Section]:
    """The headings, in their order."""
    lines = source.split("\n")
    found = [(at, _title(match["title"])) for at, line in _outside(lines) if (match := _HEADING.match(line))]
    ends = [*(at for at, _ in found[1:]), len(lines)] if found else []
    return [Section(n, title, end) for n, ((_, title), end) in enumerate(zip(found, ends, strict=True), 1)]


def _title(said: str | None) -> str:
    return (said or "").rstrip().rstrip("#").rstrip()


def steps(source: str) -> int:
    """The number of the first section that ends in a numbered list, where what is taken becomes a step; 0 for none."""
    lines = source.split("\n")
    found = (one.number for one in sections(source) if _STEP.match(_last(lines[: one.end])))
    return next(found, 0)


def insert(source: str, text: str, section: int = 0) -> str:
    """The text at the end of the section of that number; at the end of all for 0, and for one that is gone. Where the
    section ends in a numbered list, a single line becomes its next step. An empty step gives way to anything longer.
    """
    lines, text = source.split("\n"), text.strip("\n")
    end = next((one.end for one in sections(source) if one.number == section), len(lines))
    before = "\n".join(lines[:end]).rstrip()
    after = "\n".join(lines[end:]).strip("\n")
    if section and (step := _STEP.match(_last(lines[:end]))):
        said = bool(step["said"].strip())
        before = before if said else before.rpartition("\n")[0]
        if "\n" in text or _MARKED.match(text):
            before = before.rstrip()
        else:
            before, text = f"{before}\n{int(step['number']) + said}{step['sign']} {text}", ""
    return "\n\n".join(filter(None, [before, text, after])) + "\n"


def _last(lines: Sequence[str]) -> str:
    """The last line that says anything."""
    return next((line for line in reversed(lines) if line.strip()), "")


def move(source: str, post_id: int, by: int) -> str:
    """What cites the post, one place up (`by` -1) or down (1): a step of a list within its list, anything else among
    the blocks. Headings are passed over, so that it comes into the next section. At either end nothing changes.
    """
    mark = f"[^p{post_id}]"
    blocks = split(source)
    at = next((n for n, block in enumerate(blocks) if mark in block), None)
    if at is None:
        return source
    if moved := _move_step(blocks[at], mark, by):
        blocks[at] = moved
    elif 0 <= at + by < len(blocks):
        blocks.insert(at + by, blocks.pop(at))
    else:
        return source
    return "\n\n".join(blocks) + "\n"


def _move_step(block: str, mark: str, by: int) -> str:
    """The list with the step in its new place, numbered anew; "" for what is no list of several single lines."""
    found = [_STEP.match(line) for line in block.split("\n")]
    at = next((n for n, line in enumerate(block.split("\n")) if mark in line), 0)
    if not all(found) or len(found) == 1:
        return ""
    if not 0 <= at + by < len(found):
        return block
    steps_ = [step for step in found if step]
    said = [step["said"] for step in steps_]
    said.insert(at + by, said.pop(at))
    return "\n".join(f"{step['number']}{step['sign']}{words}" for step, words in zip(steps_, said, strict=True))


def split(source: str) -> list[str]:
    """The blocks between blank lines. What is fenced is one block, and a citation that stands alone belongs to what it
    stands below.
    """
    blocks: list[list[str]] = [[]]
    lines = source.split("\n")
    outside = {at for at, _ in _outside(lines)}
    for at, line in enumerate(lines):
        if line.strip() or at not in outside:
            blocks[-1].append(line)
        elif blocks[-1]:
            blocks.append([])
    return _with_citations(["\n".join(block) for block in blocks if block])


def _with_citations(blocks: Sequence[str]) -> list[str]:
    out: list[str] = []
    for block in blocks:
        if out and re.fullmatch(r"(?:\[\^p\d+\]\s*)+", block):
            out[-1] = f"{out[-1]}\n\n{block}"
        else:
            out.append(block)
    return out


def _outside(lines: Sequence[str]) -> list[tuple[int, str]]:
    """The lines that stand outside of fenced code, with their numbers."""
    out: list[tuple[int, str]] = []
    fence = ""
    for at, line in enumerate(lines):
        mark = _FENCE.match(line)
        if fence:
            if mark and mark[1].startswith(fence) and not line.strip().strip(fence[0]):
                fence = ""
            continue
        if mark:
            fence = mark[1]
            continue
        out.append((at, line))
    return out

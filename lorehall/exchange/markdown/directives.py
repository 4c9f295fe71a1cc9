"""What other programs add to Markdown: notes of several kinds become quotations, what only they can do is dropped."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from lorehall.exchange.markdown.prose import Note, calm, fenced

_MYST = re.compile(r"(\s*)(`{3,}|~{3,}|:{3,})\s*\{([A-Za-z][\w:.-]{0,40})\}\s*(.*)")
_DIV = re.compile(r"(\s{0,3})(:{3,})\s*(?:\{\s*\.?([\w-]{1,40})([^}]*)\}|([\w-]{1,40})\s*(.*))\s*$")
_MKDOCS = re.compile(r'(?:!!!|\?\?\?\+?)\s+([\w-]{1,40})(?:\s+"([^"]*)")?\s*$')
_ALERT = re.compile(r"(\s*(?:>\s?)+)\[!(\w{1,20})\]\s*$")
_IAL = re.compile(r"\s*\{:[^{}]{0,300}\}\s*$")
_LIQUID = re.compile(r"\s*\{%-?\s*(\w+)[^%]{0,400}%\}\s*$")
_TOC = re.compile(r"\s*\[\[?_?TOC_?\]\]?\s*$", re.IGNORECASE)
_OPTION = re.compile(r"\s*:[\w-]{1,40}:")
_HEADING_ID = re.compile(r"^(#{1,6}\s.*?)\s*\{:?\s*(?:#([\w:.-]{1,80}))?[^{}]{0,200}\}\s*$")
_WORDS = {
    "note", "tip", "hint", "important", "warning", "caution", "danger", "error", "attention", "seealso", "admonition",
    "info", "success", "question", "example", "abstract", "quote", "bug", "failure", "callout", "discussion",
    "challenge", "solution", "prereq", "testimonial", "objectives", "checklist", "instructor",
}  # fmt: skip
_DROPPED = {"toctree", "contents", "tableofcontents", "include", "literalinclude", "eval-rst", "index", "only", "raw"}
_ELEMENT = re.compile(r"[ \t]*<(script|style)\b[^>]*>.*?</\1\s*>", re.IGNORECASE | re.DOTALL)
_FRAME = re.compile(
    r"<iframe\b[^>]{0,2000}?\bsrc\s*=\s*([\"'])(https?://[^\"'\s<>]{1,1000})\1[^>]{0,2000}>(?:\s*</iframe>)?",
    re.IGNORECASE,
)


def plain_markdown(source: str, first: int) -> tuple[str, list[Note], dict[str, str]]:
    """The text as Markdown alone, what became of the rest, and the names that headings were given, with the
    heading's words.
    """
    notes: list[Note] = []
    source = _elements(source, first, notes)
    lines = source.split("\n")
    work = _Work(lines, fenced(lines), first, notes)
    at = 0
    while at < len(lines):
        at = _one(work, at)
    return calm("\n".join(work.out)), notes, work.names


@dataclass(slots=True)
class _Work:
    """The lines as they came, what becomes of them, and what there is to say of it."""

    lines: list[str]
    code: list[bool]
    first: int
    notes: list[Note]
    out: list[str] = field(default_factory=list)
    names: dict[str, str] = field(default_factory=dict)

    def note(self, at: int, why: str) -> None:
        self.notes.append(Note(self.first + at, why))


def _elements(source: str, first: int, notes: list[Note]) -> str:
    """Without scripts and styles, and with a link for what was framed."""
    code = fenced(source.split("\n"))

    def drop(found: re.Match[str]) -> str:
        line = source.count("\n", 0, found.start())
        if code[line]:
            return found[0]
        notes.append(Note(first + line, f"<{found[1].lower()}>: dropped"))
        return "\n" * found[0].count("\n")

    source = _ELEMENT.sub(drop, source) if "</" in source else source

    def link(found: re.Match[str]) -> str:
        line = source.count("\n", 0, found.start())
        if code[line]:
            return found[0]
        notes.append(Note(first + line, "<iframe>: came as a link"))
        return f"<{found[2]}>" + "\n" * found[0].count("\n")

    return _FRAME.sub(link, source) if "<iframe" in source.lower() else source


def _one(work: _Work, at: int) -> int:
    """Take what begins at this line; returns where the next begins."""
    line = work.lines[at]
    if (myst := _MYST.match(line)) and _begins(work, at):
        return _directive(work, at, myst)
    if work.code[at]:
        work.out.append(line)
        return at + 1
    if (div := _DIV.match(line)) and (name := div[3] or div[5]):
        title = _attribute(div[4] or "", "title") or (div[6] or "").strip(" []{}")
        return _quote(work, at, _end_of_div(work.lines, at), name.removeprefix("callout-"), title=title)
    if mkdocs := _MKDOCS.match(line):
        end = at + 1
        while end < len(work.lines) and (not work.lines[end].strip() or work.lines[end].startswith(("    ", "\t"))):
            end += 1
        return _quote(work, at, (end, end), mkdocs[1], title=mkdocs[2] or "", indent=4)
    work.out.append(_line(work, line, at))
    return at + 1


def _begins(work: _Work, at: int) -> bool:
    """Does a fence begin here, rather than stand inside another?"""
    return not work.code[at] or at == 0 or not work.code[at - 1] or work.lines[at - 1].strip()[:3] in {"```", "~~~"}


def _line(work: _Work, line: str, at: int) -> str:
    if alert := _ALERT.match(line):
        return f"{alert[1]}**{alert[2].capitalize()}**  "
    if _IAL.match(line) or _TOC.match(line):
        work.note(at, f"dropped {line.strip()[:80]}")
        return ""
    if liquid := _LIQUID.match(line):
        known = liquid[1] in {"raw", "endraw", "comment", "endcomment", "include", "include_relative", "toc"}
        work.note(at, f"{'dropped' if known else 'shown as code'} {line.strip()[:80]}")
        return "" if known else f"`{line.strip()}`"
    if heading := _HEADING_ID.match(line):
        if heading[2]:
            work.names[heading[2]] = heading[1].lstrip("# ")
        return heading[1]
    return line


def _directive(work: _Work, at: int, found: re.Match[str]) -> int:
    """A fence that names a directive, `{note}` and the like."""
    fence, name, title = found[2], found[3].lower(), found[4].strip()
    lines = work.lines
    close = re.compile(rf"\s*{re.escape(fence[0])}{{{len(fence)},}}\s*$")
    end = next((number for number in range(at + 1, len(lines)) if close.match(lines[number])), len(lines))
    if name in _DROPPED:
        work.note(at, f"{{{name}}}: dropped")
        work.out.append("")
        return end + 1
    if name in _WORDS:
        begin = at
        while begin + 1 < end and _OPTION.match(lines[begin + 1]):
            begin += 1
        return _quote(work, begin, (end, end + 1), name, title=title)
    work.note(at, f"{{{name}}}: shown as code")
    mark = fence if fence[0] != ":" else "```"
    language = name if name in {"r", "python", "julia", "bash", "ojs"} else ""
    work.out += [f"{found[1]}{mark}{language}", *lines[at + 1 : end], f"{found[1]}{mark}"]
    return end + 1


def _end_of_div(lines: list[str], at: int) -> tuple[int, int]:
    deep = 0
    for number in range(at, len(lines)):
        stripped = lines[number].strip()
        if stripped.startswith(":::"):
            deep += -1 if not stripped.strip(":") else 1
            if deep <= 0:
                return number, number + 1
    return len(lines), len(lines)


def _quote(work: _Work, at: int, end: tuple[int, int], name: str, *, title: str, indent: int = 0) -> int:
    """What stands from the line after `at` to the first of `end` becomes a quotation under its name."""
    known = name.lower() in _WORDS
    work.note(at, f"{name}: came as {'a quotation' if known else 'text'}")
    inside = [line[indent:] if not line[:indent].strip() else line for line in work.lines[at + 1 : end[0]]]
    while inside and not inside[0].strip():
        inside.pop(0)
    while inside and not inside[-1].strip():
        inside.pop()
    if not known:
        work.out += ["", *([f"**{title}**", ""] if title else []), *inside, ""]
        return end[1]
    label = title or ("" if name == "admonition" else name.capitalize())
    work.out.append("")
    work.out += [f"> **{label}**", ">"] if label else []
    work.out += [f"> {line}".rstrip() for line in inside]
    work.out.append("")
    return end[1]


def _attribute(written: str, name: str) -> str:
    found = re.search(rf'{name}="([^"]{{0,200}})"', written)
    return found[1] if found else ""

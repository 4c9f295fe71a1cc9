"""Putting definitions on terms: HTML that was made safe goes in, the same HTML with definitions comes out.

Only words between tags are looked at, and each is written back escaped, so that neither a term nor a text can break out
of where it stands. A term counts once on a page, as a whole word, in any case, and never inside a link, code, a heading
or a formula. No pattern is built of the terms: words are looked up, so a thousand terms cost as much as ten.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import escape, unescape

from lorehall.kernel.text import plain

MOST_NAMES = 8
SHORTEST, LONGEST = 2, 80
MEANS = 300
_HEADINGS = {"h1", "h2", "h3", "h4", "h5", "h6"}
_TOUCHED = {"a", "button", "label", "option", "select", "summary", "textarea"}
_OWN_WORDS = {"abbr", "code", "dfn", "kbd", "pre", "samp", "sup", "var"}
_NO_WORDS = {"figcaption", "math", "script", "style", "svg", "title"}
PASSED_OVER = _HEADINGS | _TOUCHED | _OWN_WORDS | _NO_WORDS

_TAG = re.compile(r"""(<!--.*?-->|</?[A-Za-z](?:"[^"]*"|'[^']*'|[^'">])*>)""", re.DOTALL)
_NAME = re.compile(r"</?([A-Za-z][A-Za-z0-9-]*)")
# Scripts that put no spaces between words: each character is a piece of its own there.
_UNSPACED = (
    "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
)
_PIECE = re.compile(rf"[{_UNSPACED}]|\s+|[^\W{_UNSPACED}]+|[^\w\s]", re.UNICODE)
_ALONE = re.compile(rf"[{_UNSPACED}]")
_JOINS = frozenset("-+#.@")
_PARAGRAPH = re.compile(r"<p>(.*?)</p>", re.DOTALL)
_ALSO = re.compile(r"^also(?: called| known as)?\s*:\s*(.+)$", re.IGNORECASE | re.DOTALL)
_HALVES = re.compile(r"^\s*([^()]+?)\s*\(([^()]+)\)\s*$")
_TOGETHER = re.compile(r"[,;]")


@dataclass(frozen=True, slots=True)
class Entry:
    """A glossary entry: what it is called, what it says in short, where it is read."""

    item_id: int
    url: str
    names: tuple[str, ...]
    means: str


def read_entry(title: str, html: str) -> tuple[list[str], str]:
    """The names of an entry and what it means: its title, of "SLO (service level objective)" both halves, and what a
    paragraph "Also: a, b" at its beginning adds; the first other paragraph is the meaning.
    """
    halves = _HALVES.match(title)
    names, means = [*halves.groups()] if halves else [title], ""
    for found in _PARAGRAPH.finditer(html):
        said = " ".join(plain(found[0]).split())
        if also := _ALSO.match(said):
            names += [name.strip().rstrip(".") for name in _TOGETHER.split(also[1])]
        elif said:
            means = said
            break
    known = {name.casefold(): name for name in reversed(names) if SHORTEST <= len(name) <= LONGEST}
    kept = [name for name in dict.fromkeys(names) if known.get(name.casefold()) == name]
    return kept[:MOST_NAMES], _short(means)


def _short(said: str) -> str:
    if len(said) <= MEANS:
        return said
    cut = said.rfind(" ", 0, MEANS)
    return said[: cut if cut > MEANS // 2 else MEANS].rstrip(" ,;:") + " …"


class Terms:
    """Names made ready to be looked up."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        self._by_first: dict[str, list[tuple[tuple[str, ...], Entry]]] = {}
        for entry in entries:
            for name in entry.names:
                pieces = tuple(_fold(piece) for piece in _PIECE.findall(name.strip()))
                if pieces:
                    self._by_first.setdefault(pieces[0], []).append((pieces, entry))
        for ways in self._by_first.values():
            ways.sort(key=lambda way: (-len(way[0]), way[1].item_id))

    def at(self, pieces: Sequence[str], folded: Sequence[str], start: int, but: set[int]) -> tuple[int, Entry] | None:
        """The longest term that stands whole at this piece, and where it ends."""
        for term, entry in self._by_first.get(folded[start], ()):
            end = start + len(term)
            if entry.item_id not in but and tuple(folded[start:end]) == term and _whole(pieces, start, end):
                return end, entry
        return None


def _fold(piece: str) -> str:
    return " " if piece.isspace() else unicodedata.normalize("NFC", piece).casefold()


def _whole(pieces: Sequence[str], start: int, end: int) -> bool:
    return not (_sticks(pieces, start - 1, start, -1) or _sticks(pieces, end, end - 1, 1))


def _sticks(pieces: Sequence[str], beside: int, edge: int, way: int) -> bool:
    """Does the piece beside the term's edge belong to the same word?"""
    if not 0 <= beside < len(pieces):
        return False
    outer, inner = pieces[beside], pieces[edge]
    if unicodedata.category(outer[0])[0] == "M":
        return True
    if outer in _JOINS:
        further = beside + way
        return outer in "+#" or (0 <= further < len(pieces) and _wordish(pieces[further]))
    if _ALONE.fullmatch(outer) or _ALONE.fullmatch(inner):
        return False
    return _wordish(outer) and _wordish(inner)


def _wordish(piece: str) -> bool:
    return piece[0].isalnum() or piece[0] == "_" or unicodedata.category(piece[0])[0] == "M"


def define(html: str, terms: Terms, *, but: int = 0) -> str:
    """The HTML with a definition on the first place of each term; `but` is the entry whose own text it is."""
    said, inside = {but}, 0
    out = []
    for number, part in enumerate(_TAG.split(html)):
        if number % 2:
            inside = max(0, inside + _turn(part))
            out.append(part)
        else:
            out.append(part if inside or not part.strip() else _text(part, terms, said))
    return "".join(out)


def _turn(tag: str) -> int:
    """1 where something begins in which nothing is defined, -1 where it ends."""
    name = _NAME.match(tag)
    if name is None or name[1].lower() not in PASSED_OVER or tag.endswith("/>"):
        return 0
    return -1 if tag[1] == "/" else 1


def _text(part: str, terms: Terms, said: set[int]) -> str:
    pieces = _PIECE.findall(unescape(part))
    folded = [_fold(piece) for piece in pieces]
    out: list[str] = []
    at = done = 0
    while at < len(pieces):
        found = terms.at(pieces, folded, at, said)
        if found is None:
            at += 1
            continue
        end, entry = found
        out += [_escaped(pieces[done:at]), _definition(entry, _escaped(pieces[at:end]))]
        said.add(entry.item_id)
        at = done = end
    return part if not out else "".join([*out, _escaped(pieces[done:])])


def _escaped(pieces: Sequence[str]) -> str:
    return escape("".join(pieces), quote=False).replace("\xa0", "&nbsp;")


def _definition(entry: Entry, words: str) -> str:
    """A link to the entry. What it means is shown beside it while the pointer or the focus is there."""
    key = f"term-{entry.item_id}"
    link = f'<a href="{escape(entry.url)}" aria-describedby="{key}">{words}</a>'
    return f'<span class="term">{link}<span class="gloss" role="tooltip" id="{key}">{escape(entry.means)}</span></span>'

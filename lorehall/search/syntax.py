"""What one types into the search box: read into words and filters, and written again.

    "rolling update" 502 -nginx kind:question in:delivery/on-call by:me tag:kubernetes is:open after:2026-03

`parse` never fails: what it can't read it leaves out and explains. `write` is its inverse.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from datetime import date
from difflib import get_close_matches
from typing import Any

from lorehall.content.models import ItemKind

LONGEST = 400
MOST = 24
"""Words, phrases and filters that are read of one search."""

STATES = ("open", "answered", "confirmed", "unanswered", "current", "due", "outdated", "superseded", "retired")
MINE = ("mine", "followed")
OPERATORS: Mapping[str, str] = {
    "in": "places",
    "kind": "kinds",
    "is": "states",
    "by": "authors",
    "tag": "tags",
    "after": "after",
    "before": "before",
}
"""Each with the field of `Asked` that it fills, in the order in which they are written."""
OPTIONS: Mapping[str, Sequence[str]] = {"kind": tuple(ItemKind.values), "is": (*STATES, *MINE)}

_QUOTES = str.maketrans(dict.fromkeys("“”„«»", '"'))
_QUOTED = re.compile(r'(-?)(?:([A-Za-z]+):)?"([^"]*)(?:"|$)')
_BARE = re.compile(r'[^\s"]+')
_OPERATOR = re.compile(r"(-?)([A-Za-z]+):(.*)", re.DOTALL)
_DATE = re.compile(r"(\d{4})(?:-(\d{1,2}))?(?:-(\d{1,2}))?")
_PLAIN = re.compile(r'[^\s"]+')


@dataclass(frozen=True, slots=True)
class Asked:
    """A search as it was typed, in parts. `before` and `after` are dates as one types them, or empty."""

    words: tuple[str, ...] = ()
    phrases: tuple[str, ...] = ()
    without: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    states: tuple[str, ...] = ()
    authors: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    after: str = ""
    before: str = ""

    @property
    def text(self) -> str:
        """The words and phrases alone, as one would say them."""
        return " ".join((*self.words, *self.phrases))

    @property
    def filters(self) -> list[tuple[str, str]]:
        """Operator and value of every filter, in the order in which they are written."""
        found: list[tuple[str, str]] = []
        for name, slot in OPERATORS.items():
            held = getattr(self, slot)
            found += [(name, value) for value in ((held,) if isinstance(held, str) else held) if value]
        return found

    def adding(self, name: str, value: str, *, alone: bool = False) -> Asked:
        """With one more filter; `alone` puts it in the place of others of its name."""
        held = getattr(self, OPERATORS[name])
        if isinstance(held, str):
            return self._with(name, value)
        kept = () if alone else tuple(one for one in held if one != value)
        return self._with(name, (*kept, value))

    def leaving_out(self, name: str, value: str | None = None) -> Asked:
        """Without a filter, or without all of its name."""
        held = getattr(self, OPERATORS[name])
        if isinstance(held, str):
            return self._with(name, "" if value in {None, held} else held)
        return self._with(name, tuple(one for one in held if value is not None and one != value))

    def _with(self, name: str, value: str | tuple[str, ...]) -> Asked:
        changed: dict[str, Any] = {OPERATORS[name]: value}
        return replace(self, **changed)


@dataclass(frozen=True, slots=True)
class Slip:
    """Something that was typed and left out. `why` is one of: operator, option, empty, date, turned, long, many.
    `instead` is the whole search as it was probably meant; empty where nobody can tell.
    """

    why: str
    said: str
    name: str = ""
    better: str = ""
    instead: str = ""


@dataclass(slots=True)
class Read:
    """`asked`, and the slips on the way to it."""

    asked: Asked
    slips: list[Slip] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Token:
    """A piece of the search: where it stands, its minus, its operator, what it says, whether it was quoted."""

    start: int
    end: int
    minus: bool
    name: str
    value: str
    quoted: bool


def _tokens(text: str) -> Iterator[_Token]:
    at = 0
    while at < len(text):
        if text[at].isspace():
            at += 1
        elif found := _QUOTED.match(text, at):
            value = " ".join(found[3].split())
            yield _Token(at, found.end(), bool(found[1]), (found[2] or "").lower(), value, quoted=True)
            at = found.end()
        elif bare := _BARE.match(text, at):
            yield _bare(at, bare.end(), bare[0])
            at = bare.end()
        else:  # unreachable: a quotation mark always begins a quoted piece
            at += 1


def _bare(start: int, end: int, said: str) -> _Token:
    if found := _OPERATOR.fullmatch(said):
        return _Token(start, end, bool(found[1]), found[2].lower(), found[3], quoted=False)
    # `--force` is looked for as it stands; a lone dash says nothing.
    minus = said.startswith("-") and not said.startswith("--")
    return _Token(start, end, minus, "", said[1:] if minus else said, quoted=False)


class _Reader:
    """Fills the parts one after another."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.parts: dict[str, list[str]] = {one.name: [] for one in fields(Asked)}
        self.slips: list[Slip] = []

    def slip(self, why: str, token: _Token, better: str = "") -> None:
        instead = self.text[: token.start] + better + self.text[token.end :] if better else ""
        said = self.text[token.start : token.end]
        self.slips.append(Slip(why, said, token.name, better, " ".join(instead.split())))

    def put(self, slot: str, value: str) -> None:
        if value and value not in self.parts[slot]:
            self.parts[slot].append(value)

    def read(self, token: _Token) -> None:
        if not token.name:
            self.put("without" if token.minus else "phrases" if token.quoted else "words", token.value)
        elif token.name in OPERATORS:
            self.filter(token)
        elif better := _close(token.name, tuple(OPERATORS)):
            self.slip("operator", token, f"{better}:{token.value}" if token.value else "")
        elif token.quoted:
            self.put("without" if token.minus else "phrases", f"{token.name}:{token.value}")
        else:
            said = self.text[token.start : token.end]
            self.put("without" if token.minus else "words", said[1:] if token.minus else said)

    def filter(self, token: _Token) -> None:
        name, value = token.name, token.value
        if token.minus:
            self.slip("turned", token, f"{name}:{value}" if value else "")
        elif not value:
            self.slip("empty", token)
        elif name in OPTIONS:
            self.option(token, value.lower())
        elif name in {"before", "after"}:
            self.date(token)
        else:
            tidy = value.lstrip("@") if name == "by" else value.lstrip("#") if name == "tag" else value.strip("/")
            self.put(OPERATORS[name], tidy.casefold())

    def option(self, token: _Token, value: str) -> None:
        options = OPTIONS[token.name]
        if token.name == "kind" and value.endswith("s") and value[:-1] in options:
            value = value[:-1]
        if value in options:
            self.put(OPERATORS[token.name], value)
        else:
            close = _close(value, options)
            self.slip("option", token, f"{token.name}:{close}" if close else "")

    def date(self, token: _Token) -> None:
        if first_day(token.value) is None:
            self.slip("date", token)
        else:
            self.parts[OPERATORS[token.name]] = [token.value]


def _close(word: str, known: Sequence[str]) -> str:
    return next(iter(get_close_matches(word, known, n=1, cutoff=0.6)), "")


def first_day(said: str) -> date | None:
    """The first day of `2026`, `2026-03` or `2026-03-01`; None for what is no date."""
    if found := _DATE.fullmatch(said):
        try:
            return date(int(found[1]), int(found[2] or 1), int(found[3] or 1))
        except ValueError:
            return None
    return None


def parse(text: str) -> Read:
    """Words and filters out of what was typed, and what was left out of it."""
    text = text.translate(_QUOTES).replace("\0", " ")
    cut = len(text) > LONGEST
    reader = _Reader(text[:LONGEST])
    if cut:
        reader.slips.append(Slip("long", text[:LONGEST]))
    for number, token in enumerate(_tokens(reader.text)):
        if number == MOST:
            reader.slips.append(Slip("many", ""))
            break
        reader.read(token)
    parts: dict[str, Any] = {name: tuple(held) for name, held in reader.parts.items()}
    parts |= {name: next(iter(parts[name]), "") for name in ("after", "before")}
    return Read(Asked(**parts), reader.slips)


def _quoted(value: str) -> str:
    return value if _PLAIN.fullmatch(value) else f'"{value}"'


def write(asked: Asked) -> str:
    """The search as one would type it."""
    said = list(asked.words)
    said += [f'"{phrase}"' for phrase in asked.phrases]
    said += [f"-{word}" if _without_quotes(word) else f'-"{word}"' for word in asked.without]
    said += [f"{name}:{_quoted(value)}" for name, value in asked.filters]
    return " ".join(said)


def _without_quotes(word: str) -> bool:
    """May this stand behind a bare minus?"""
    tokens = list(_tokens(f"-{word}"))
    if len(tokens) != 1 or tokens[0].quoted or not tokens[0].minus:
        return False
    name = tokens[0].name
    return tokens[0].value == word if not name else not (name in OPERATORS or _close(name, tuple(OPERATORS)))

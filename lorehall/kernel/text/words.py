"""Words as they are looked for: folded, split, stemmed by the language of the community. Both engines get the same.

A text gives a list of words in its order, and after it what its words are together: `node.js` is found as `node`, `js`
and `nodejs`; `open-source` as `open`, `source` and `opensource`; `c++` as `cplusplus` alone. Writing that parts no
words (Chinese, Japanese, Thai) gives its characters in order, and after it every two and every three of them.
Everything that comes out is letters, digits and marks, so nothing in it means anything to an engine.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

import Stemmer

from lorehall.kernel.text.fold import fold
from lorehall.kernel.text.stop_words import STOP_WORDS

MOST_WORDS = 20_000
"""Of one text. The rest of it is not found."""
LONGEST = 60
"""Characters of one word that count."""
MOST_TERMS = 32
"""Of one question to the index."""

_ALGORITHMS = {
    "ar": "arabic", "ca": "catalan", "cs": "czech", "da": "danish", "de": "german", "el": "greek", "en": "english",
    "es": "spanish", "et": "estonian", "eu": "basque", "fa": "persian", "fi": "finnish", "fr": "french", "ga": "irish",
    "hi": "hindi", "hu": "hungarian", "hy": "armenian", "id": "indonesian", "it": "italian", "lt": "lithuanian",
    "nb": "norwegian", "ne": "nepali", "nl": "dutch", "nn": "norwegian", "no": "norwegian", "pl": "polish",
    "pt": "portuguese", "ro": "romanian", "ru": "russian", "sr": "serbian", "sv": "swedish", "ta": "tamil",
    "tr": "turkish", "yi": "yiddish",
}  # fmt: skip
_UNPARTED = (
    "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
)
_MARKS = "\u0300-\u036f\u0591-\u05c7\u064b-\u065f\u0900-\u0903\u093a-\u094f\u0951-\u0957\u0962-\u0963\u0981-\u0983"
_WORD = rf"[^\W_](?:[^\W_]|[{_MARKS}\u09bc-\u0dff])*"
_TOKEN = re.compile(rf"\.net\b|{_WORD}(?:[.\-’'·]{_WORD})*(?:\+\+|#(?!\w))?")
_PART = re.compile(r"[.\-·]")
_RUN = re.compile(f"[{_UNPARTED}]+|[^{_UNPARTED}]+")
_HAS_UNPARTED = re.compile(f"[{_UNPARTED}]")
_SIGNS = {"++": "plusplus", "#": "sharp"}
_KEPT = 200_000

Alternatives = tuple[tuple[str, ...], ...]


class Term(NamedTuple):
    """One thing that was asked for: any of these sequences of words, each found as a phrase."""

    ways: Alternatives

    @property
    def words(self) -> tuple[str, ...]:
        """Every word of every way."""
        return tuple(dict.fromkeys(word for way in self.ways for word in way))


class _Stems(dict[str, str]):
    """What each word is stemmed to in one language; forgotten as a whole when it has grown too large."""

    def __init__(self, algorithm: str | None) -> None:
        super().__init__()
        self._algorithm = algorithm

    def __missing__(self, word: str) -> str:
        if len(self) > _KEPT:
            self.clear()
        # A stemmer keeps state while it works, so every word has its own; threads may both do the same word.
        stem = Stemmer.Stemmer(self._algorithm, 0).stemWord(word) if self._algorithm and not _coded(word) else word
        self[word] = kept = str(stem)[:LONGEST]
        return kept


def _coded(word: str) -> bool:
    """A word with a digit in it is a name (k8s, utf8, 500), which has no stem."""
    return not word.isalpha()


_STEMS: dict[str | None, _Stems] = {}


def _stems(language: str) -> _Stems:
    algorithm = _ALGORITHMS.get(language.replace("_", "-").split("-", maxsplit=1)[0].lower())
    found = _STEMS.get(algorithm)
    if found is None:
        found = _STEMS[algorithm] = _Stems(algorithm)
    return found


class Span(NamedTuple):
    """Where a token stands in a folded text, and the words that it gives."""

    start: int
    end: int
    parts: tuple[str, ...]
    whole: tuple[str, ...]


def _without_apostrophe(token: str) -> str:
    """`member's` → `member`, `l'eau` → `eau`, `don't` → `dont`."""
    if "’" in token:
        token = token.replace("’", "'")
    if "'" not in token:
        return token
    token = token.removesuffix("'s")
    head, _, tail = token.partition("'")
    return tail.replace("'", "") if len(head) <= 2 and len(tail) > 2 else token.replace("'", "")


def _split(found: str) -> tuple[list[str], list[str]]:
    """The parts of one token in order, and what stands for all of it where that is more than one part."""
    if found == ".net":
        return ["dotnet"], []
    token = _without_apostrophe(found) if "'" in found or "’" in found else found
    sign = ""
    if token.endswith(("+", "#")):
        cut = -2 if token.endswith("++") else -1
        token, sign = token[:cut], _SIGNS[token[cut:]]
    if _HAS_UNPARTED.search(token):
        return _characters(token)
    parts = [part for part in _PART.split(token) if part]
    if sign:
        parts[-1:] = [parts[-1] + sign]
    if len(parts) < 2:
        return parts, []
    # Digits would run into one another: 1.23 is not 12.3.
    joint = "p" if any(part[-1].isdigit() for part in parts[:-1]) else ""
    return parts, [joint.join(parts)]


def _characters(token: str) -> tuple[list[str], list[str]]:
    parts: list[str] = []
    whole: list[str] = []
    for run in _RUN.findall(token):
        if not _HAS_UNPARTED.match(run):
            parts += [part for part in _PART.split(run) if part]
            continue
        parts += run
        whole += [run[place : place + 2] for place in range(len(run) - 1)]
        whole += [run[place : place + 3] for place in range(len(run) - 2)]
    return parts, whole


def words(text: str, language: str = "en") -> list[str]:
    """The words of a text for the index."""
    stems = _stems(language)
    found: list[str] = []
    whole: list[str] = []
    for token in _TOKEN.findall(fold(text)):
        if token.isascii() and token.isalnum():
            found.append(stems[token])
            continue
        parts, joined = _split(token)
        found += [stems[part] for part in parts]
        whole += joined
        if len(found) > MOST_WORDS:
            break
    return [*found[:MOST_WORDS], *(stems[word] for word in whole[: 2 * MOST_WORDS])]


def line(text: str, language: str = "en") -> str:
    """`words`, joined by spaces: as it is stored."""
    return " ".join(words(text, language))


def terms(typed: str, languages: Sequence[str] = ("en",)) -> list[Term]:
    """What to look for where somebody typed this: one term for each word, with its stems in each of the languages."""
    found: dict[Term, None] = {}
    for token in _TOKEN.findall(fold(typed[: MOST_TERMS * 80])):
        parts, whole = _split(token)
        if not parts:
            continue
        ways = [_way(parts, _stems(language)) for language in languages or ("en",)]
        if len(whole) == 1 and not _HAS_UNPARTED.search(token):
            ways += [(_stems(language)[whole[0]],) for language in languages or ("en",)]
        if _HAS_UNPARTED.search(token) and len(parts) in (2, 3) and len(parts) == len(token):
            ways = [(token,)]
        found[Term(tuple(dict.fromkeys(ways)))] = None
        if len(found) == MOST_TERMS:
            break
    return list(found)


def _way(parts: Iterable[str], stems: _Stems) -> tuple[str, ...]:
    return tuple(stems[part] for part in parts)[:12]


def phrase(typed: str, languages: Sequence[str] = ("en",)) -> Term | None:
    """What to look for where somebody put this between quotes: its words in this order. None where it has none."""
    parts = [part for token in _TOKEN.findall(fold(typed[:2000])) for part in _split(token)[0]]
    if not parts:
        return None
    return Term(tuple(dict.fromkeys(_way(parts, _stems(language)) for language in languages or ("en",))))


def spans(text: str, language: str = "en") -> Iterator[Span]:
    """Where the words of a text stand in it. `text` as it is read, not folded."""
    for found in _SEEN.finditer(text):
        for start, end, parts, whole in _within(found[0], _stems(language)):
            yield Span(found.start() + start, found.start() + end, parts, whole)


def _within(token: str, stems: _Stems) -> list[Span]:
    """The words of one token, by where they stand in it."""
    if _HAS_UNPARTED.match(token):
        return [Span(place, place + 1, (fold(one),), ()) for place, one in enumerate(token)]
    parts, whole = _split(fold(token))
    return [Span(0, len(token), tuple(stems[part] for part in parts), tuple(stems[word] for word in whole))]


def _beginnings(asked: Iterable[str]) -> re.Pattern[str] | None:
    """The first two letters of words, where a word that is seen must begin like the one that is asked for."""
    if not all(word.isascii() and word.isalpha() and not word.endswith(_SPELT) for word in asked):
        return None
    return re.compile(rf"(?<![^\W_])(?:{'|'.join(sorted({word[:2] for word in asked}))})", re.IGNORECASE)


_SPELT = ("plusplus", "sharp", "dotnet")


class Finder:
    """Finds words in texts of one language. Each different token is looked at once, however many texts have it."""

    def __init__(self, asked: Iterable[Term], language: str = "en") -> None:
        self._stems = _stems(language)
        self._asked = frozenset(word for term in asked for word in term.words)
        self._known: dict[str, list[Span]] = {}
        self._beginnings = _beginnings(self._asked)

    def __call__(self, text: str) -> list[Span]:
        """Where they stand."""
        if not self._asked:
            return []
        found: list[Span] = []
        known = self._known
        for match in self._tokens(text):
            token = match[0]
            spans = known.get(token)
            if spans is None:
                spans = known[token] = [span for span in _within(token, self._stems) if self._is_asked(span)]
            if spans:
                start = match.start()
                found += [Span(start + one.start, start + one.end, one.parts, one.whole) for one in spans]
        return found

    def _tokens(self, text: str) -> Iterator[re.Match[str]]:
        """Those that may be asked for. In plain English most are told by their first letters."""
        if self._beginnings is None or not text.isascii():
            yield from _SEEN.finditer(text)
            return
        end = 0
        for begun in self._beginnings.finditer(text):
            match = _SEEN.match(text, begun.start()) if begun.start() >= end else None
            if match:
                end = match.end()
                yield match

    def _is_asked(self, span: Span) -> bool:
        return not self._asked.isdisjoint(span.parts) or not self._asked.isdisjoint(span.whole)


_SEEN = re.compile(
    rf"[{_UNPARTED}]+|\.net\b|(?:(?![{_UNPARTED}]){_WORD})(?:[.\-’'·](?:(?![{_UNPARTED}]){_WORD}))*(?:\+\+|#(?!\w))?",
    re.IGNORECASE,
)


def says_little(word: str, language: str = "en") -> bool:
    """Whether a stem is one of the words that stand in every text of the language."""
    return word in _stop_stems(language)


_STOPS: dict[str, frozenset[str]] = {}


def _stop_stems(language: str) -> frozenset[str]:
    code = language.split("-", maxsplit=1)[0].lower()
    found = _STOPS.get(code)
    if found is None:
        stems = _stems(language)
        found = _STOPS[code] = frozenset(stems[fold(word)] for word in STOP_WORDS.get(code, "").split())
    return found

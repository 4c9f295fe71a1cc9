"""Folding: one spelling of a text for search, for handles and for addresses."""

from __future__ import annotations

import re
import unicodedata

from anyascii import anyascii

_NOT_SLUG = re.compile(r"[^a-z0-9]+")
_BIDI = "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"
_UNSEEN = re.compile(f"[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f{_BIDI}\ufeff\ufff9-\ufffb]")
# What makes text read differently from how it is written: embeddings, overrides and isolates of direction.
OVERRIDES = re.compile("[\u202a-\u202e\u2066-\u2069]")
_SPACES = re.compile(r"\s+")


class _Letters(dict[int, str]):
    """What each character folds to, worked out once a character."""

    def __missing__(self, code: int) -> str:
        letter = chr(code)
        folded = self[code] = _fold_letter(letter)
        return folded


def _fold_letter(letter: str) -> str:
    category = unicodedata.category(letter)
    if category == "Cf" or "\u0300" <= letter <= "\u036f":
        return ""
    if category[0] == "L" and unicodedata.name(letter, "").startswith("LATIN "):
        return anyascii(letter).lower() or letter
    return letter


_LETTERS = _Letters()


def fold(text: str) -> str:
    """Lower case, NFKC, accents of Latin letters dropped (`Žižek` → `zizek`), other scripts kept.

    Folding twice gives what folding once gives.
    """
    if text.isascii():
        return text.lower()
    for _ in range(4):  # dropping a mark may bring two letters together that NFKC then joins
        folded = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold())
        folded = folded.translate(_LETTERS)
        if folded == text:
            break
        text = folded
    return text


def slug(title: str, *, limit: int = 80) -> str:
    """The words of a title for an address: `[a-z0-9-]`, at most `limit` characters, never empty."""
    words = _NOT_SLUG.sub("-", anyascii(title).lower()).strip("-")
    if len(words) > limit:
        cut = words.rfind("-", 0, limit + 1)
        words = words[: cut if cut > limit // 2 else limit]
    return words.strip("-") or "untitled"


def tidy_line(text: str) -> str:
    """One line of typed text (a title, a name): no control or direction marks, single spaces, NFC."""
    return _SPACES.sub(" ", _UNSEEN.sub("", unicodedata.normalize("NFC", text))).strip()


def tidy_source(text: str) -> str:
    """Typed Markdown as it is kept and rendered: line feeds at line ends, no null bytes, no direction overrides.

    Overrides and isolates can make code read differently from what runs; right-to-left text does
    without them, because each paragraph finds its own direction.
    """
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    if "\0" in text:
        text = text.replace("\0", "\ufffd")
    return text if text.isascii() else OVERRIDES.sub("", text)

"""What a post says without its markup: for search rows, excerpts, mail subjects and comparisons."""

from __future__ import annotations

import re
from html import unescape

_FORMULA = re.compile(r'<math[^<>]*? alttext="([^"]*)"[^<>]*>.*?</math>', re.DOTALL)
_BACK_LINK = re.compile(r'<a href="#noteref-[^"]*"[^>]*>[^<]*</a>')
_CITED = re.compile(r'<sup class="cite">.*?</sup>')
_BLOCK = re.compile(
    r"</?(?:p|div|h[1-6]|li|ul|ol|dl|dt|dd|blockquote|pre|table|thead|tbody|tfoot|tr|td|th"
    r"|section|figure|figcaption|details|summary|caption|hr|br)(?:\s[^<>]*)?>"
)
_TAG = re.compile(r"<[^<>]*>")
_SPACE = re.compile(r"\s+")
_CUT_AFTER = " \t\n-/\u2013\u2014"


def plain(html: str) -> str:
    """The text of HTML that has been through `clean`, on one line.

    A formula is given as it was typed (`$x^2$`), and a citation's number is left out. Angle brackets in attribute
    values are escaped by `clean`, so a tag ends at its first `>`.
    """
    if "<math" in html:
        html = _FORMULA.sub(r"$\1$", html)
    if "#noteref-" in html:
        html = _BACK_LINK.sub("", html)
    if "#note-c" in html:
        html = _CITED.sub("", html)
    text = _TAG.sub("", _BLOCK.sub(" ", html))
    if "&" in text:
        text = unescape(text)
    return _SPACE.sub(" ", text).strip()


def excerpt(text: str, length: int = 200) -> str:
    """The beginning of plain text, at most `length` characters with its ellipsis, whole words if it can."""
    text = text.strip()
    if len(text) <= length:
        return text
    head = text[: length - 1]
    if text[length - 1] not in _CUT_AFTER:
        cut = max(head.rfind(mark) for mark in _CUT_AFTER)
        # Where words are not parted by spaces (Chinese, a long address) the cut falls between characters.
        if cut >= length // 2:
            head = head[: cut + 1]
    return head.rstrip(_CUT_AFTER + ",;:.(") + "…"

"""Raw HTML that is made to cost: found before a parser for browsers builds a tree of it.

A browser's parser opens every unclosed formatting element again in each paragraph that follows, so
that a few thousand `<b x=1><b x=2>…` and as many `<p>` become millions of elements. It also walks up
the tree for most tags. Both are harmless when formatting tags have no attributes (then at most three
of a kind are opened again) and when the tree is not deep.
"""

from __future__ import annotations

import re
from typing import Final

MAX_DEPTH = 200
MAX_ATTRIBUTES = 4_000
_FORMATTING = re.compile(r"<(b|big|code|em|font|i|nobr|s|small|strike|strong|tt|u)(?=[\s/])[^>]*>", re.IGNORECASE)
_LANGUAGE = re.compile(r'<code class="language-[a-z0-9+#.-]{1,20}">')
_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]*)")
_LONG_TAG = re.compile(r"<[a-zA-Z][^<]{20000}")
_MAX_LANGUAGES = 40
_LEAF: Final = frozenset({"br", "hr", "img", "input", "wbr", "col", "area", "p", "li", "tr", "td", "th"})


def tame(html: str) -> str | None:
    """The same HTML with plain formatting tags, or None when it is too deep to be meant to be read."""
    if _too_deep(html) or _LONG_TAG.search(html):
        return None
    few = len(set(_LANGUAGE.findall(html))) <= _MAX_LANGUAGES

    def plain_tag(tag: re.Match[str]) -> str:
        if few and _LANGUAGE.fullmatch(tag[0]):
            return tag[0]
        return f"<{tag[1]}>"

    return _FORMATTING.sub(plain_tag, html)


def _too_deep(html: str) -> bool:
    """Whether more elements stand open than anybody nests, counted by name.

    The parser may ignore an end tag that is counted here; to gain depth by that takes so many
    characters a level that the limit on the length of a post bounds it.
    """
    if html.count("<") <= MAX_DEPTH:
        return False
    still: dict[str, int] = {}
    depth = 0
    for slash, name in _TAG.findall(html):
        name = name.lower()
        if name in _LEAF:
            continue
        standing = still.get(name, 0)
        if not slash:
            still[name] = standing + 1
            depth += 1
            if depth > MAX_DEPTH:
                return True
        elif standing:
            still[name] = standing - 1
            depth -= 1
    return False

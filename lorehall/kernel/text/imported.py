"""HTML bodies that come from elsewhere (a Stack Exchange dump): the same gate, code in colour, mathematics."""

from __future__ import annotations

import re
from html import escape, unescape
from typing import Final

from lorehall.kernel.text import attached
from lorehall.kernel.text.allow import clean, settle
from lorehall.kernel.text.fold import tidy_source
from lorehall.kernel.text.formula import mathml
from lorehall.kernel.text.highlight import Palette, known
from lorehall.kernel.text.inline import closing_dollar
from lorehall.kernel.text.limits import MAX_HTML, check_source
from lorehall.kernel.text.markup import pieces
from lorehall.kernel.text.pictures import as_links
from lorehall.kernel.text.tame import tame

_MAX_FORMULA: Final = 1_000
_CODE = re.compile(r'<pre class="([^"]*)">\s*<code>((?:[^<]|<(?!/code>))*)</code>\s*</pre>')
_HINT = re.compile(r"(?:lang|language)-([\w+#.-]+)")
_CLASSED = re.compile(r'<pre class="[^"]*">')
_NO_FORMULA: Final = frozenset({"code", "pre", "a", "kbd", "samp", "math"})
_NAME = re.compile(r"</?([a-z0-9]+)")


def clean_html(html: str, *, mathematics: bool = False) -> str:
    """Safe HTML of a foreign body; with `mathematics`, `$…$` and `$$…$$` outside code become formulas.
    Pictures of other sites become links.

    Raises `Refused("too_long")` above `MAX_HTML` characters. A body whose markup is a trick (far too
    deep, or never read twice alike) comes back as its text.
    """
    html = tidy_source(check_source(html, limit=MAX_HTML))
    tamed = tame(html)
    if tamed is None:
        return f"<p>{escape(html, quote=False)}</p>"
    html = clean(tamed, hints=True)
    if '<pre class="' in html:
        palette = Palette()
        html = _CODE.sub(lambda found: _code(found, palette), html)
        html = _CLASSED.sub("<pre>", html)
    if mathematics and "$" in html:
        html = _with_formulas(html)
    settled = settle(html)
    if settled is None:
        return f"<p>{escape(html, quote=False)}</p>"
    return as_links(attached.show(settled, {})[0])


def _code(found: re.Match[str], palette: Palette) -> str:
    hint = _HINT.search(found[1])
    language = known(hint[1]) if hint else ""
    if not language or "<" in found[2]:
        return f"<pre><code>{found[2]}</code></pre>"
    coloured = palette.highlight(unescape(found[2]), language)
    return f'<pre><code class="language-{language}">{coloured}</code></pre>'


def _with_formulas(html: str) -> str:
    out: list[str] = []
    literal = 0
    for piece, is_tag in pieces(html):
        if not is_tag:
            out.append(piece if literal or "$" not in piece else _formulas(unescape(piece)))
            continue
        name = _NAME.match(piece)
        if name and name[1] in _NO_FORMULA:
            literal += -1 if piece.startswith("</") else 1
        out.append(piece)
    return "".join(out)


def _formulas(text: str) -> str:
    """A run of text with its formulas drawn, escaped again."""
    out: list[str] = []
    done = pos = 0
    while (pos := text.find("$", pos)) >= 0:
        mark = "$$" if text.startswith("$$", pos) else "$"
        end = closing_dollar(text, pos, min(len(text), pos + _MAX_FORMULA), mark)
        if end < 0 or "\n\n" in text[pos:end]:
            pos += len(mark)
            continue
        out.append(escape(text[done:pos], quote=False))
        out.append(mathml(text[pos + len(mark) : end], display=mark == "$$"))
        done = pos = end + len(mark)
    out.append(escape(text[done:], quote=False))
    return "".join(out)

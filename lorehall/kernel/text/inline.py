"""Our own inline rules for markdown-it: bare links, mentions, item links, mathematics.

Each looks at a bounded stretch of text from where it stands, so that a post made only of its opening
character takes no longer than any other post of that length.
"""

from __future__ import annotations

import re
from typing import Final

from linkify_it import LinkifyIt
from markdown_it import MarkdownIt
from markdown_it.rules_inline import StateInline

MAX_URL = 2_048
_MAX_INLINE_FORMULA = 600
_STRETCH = 1_000

_STOPS: Final = re.compile(r"[\n!#$&*:<@\[\\\]_`~]")
_NOT_BEFORE: Final = re.compile(r"[\w/.@#&=\\$-]")  # what may not stand before a mention or an item link
_WORD: Final = re.compile(r"[^\s<>]+")
_MENTION: Final = re.compile(r"@([A-Za-z0-9][A-Za-z0-9_-]{1,31})(?![\w@]|[/.][\w@])")
_ITEM: Final = re.compile(r"#([1-9][0-9]{0,9})(?!\w|-\w)")
_CITATION: Final = re.compile(r"\[\^p([1-9][0-9]{0,9})\](?![:(])")
_SCHEME: Final = re.compile(r"(?:^|[^A-Za-z0-9+.-])(https?|ftp)$", re.IGNORECASE)
_LOCAL: Final = re.compile(r"(?:^|[^\w.+%/@=:-])([A-Za-z0-9_.+-]{1,64})$")
_DOMAIN: Final = re.compile(r"@((?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.){1,8}[A-Za-z]{2,63})(?![\w@-])")

_links = LinkifyIt()


def install(md: MarkdownIt) -> None:
    """Put the rules in their order; the text rule stops only at characters that some rule reads."""
    md.inline.terminator_re = _STOPS
    md.inline.ruler.at("text", text)
    md.inline.ruler.at("linkify", bare_link)
    md.inline.ruler.before("escape", "formula", formula)
    md.inline.ruler.before("link", "citation", citation)
    md.inline.ruler.push("bare_mail", bare_mail)
    md.inline.ruler.push("mention", mention)
    md.inline.ruler.push("item", item)


def text(state: StateInline, silent: bool) -> bool:
    """Take what is surely text: up to the next stop, an underscore inside a word not being one."""
    src, start = state.src, state.pos
    limit = min(state.posMax, start + _STRETCH)
    end = start
    while True:
        found = _STOPS.search(src, end, limit)
        end = found.start() if found else limit
        if end == limit or src[end] != "_" or not 0 < end < limit - 1:
            break
        if not (src[end - 1].isalnum() and src[end + 1].isalnum()):
            break
        end += 1
    if end == start:
        return False
    if end == limit < state.posMax and (across := src.find("www.", end - 3, end + 3)) > start:
        end = across
    if not silent and not state.linkLevel:
        at = _www(src, start, end)
        if at == start and _link(state, "http://", 0, at):
            return True
        if at > start:
            end = at
        elif at == start:
            end = min(end, start + 4)
    if not silent:
        state.append_pending(src[start:end])
    state.pos = end
    return True


def _www(src: str, start: int, end: int) -> int:
    """Where `www.` begins a word in this stretch, or -1."""
    at = src.find("www.", start, end)
    while at > 0 and (src[at - 1].isalnum() or src[at - 1] in "./:@-_"):
        at = src.find("www.", at + 4, end)
    return at


def bare_link(state: StateInline, silent: bool) -> bool:
    """`https://…` typed as it is. linkify-it says where it ends."""
    pos = state.pos
    if silent or state.linkLevel or not state.src.startswith("://", pos):
        return False
    scheme = _SCHEME.search(state.src, max(0, pos - 8), pos)
    if not scheme or not state.pending.endswith(scheme[1]):
        return False
    return _link(state, "", len(scheme[1]), pos - len(scheme[1]))


def _link(state: StateInline, prefix: str, behind: int, start: int) -> bool:
    """Push a link for the address at `start`, of which `behind` characters are pending already."""
    src, pos = state.src, state.pos
    word = _WORD.match(src, start, min(state.posMax, start + MAX_URL))
    window = prefix + (word[0] if word else "")
    after_scheme = window.index(":") + 1
    length = _links.test_schema_at(window, window[:after_scheme].lower(), after_scheme)
    url = window[: after_scheme + length].rstrip("*_~")
    shown = url[len(prefix) :]
    end = start + len(shown)
    if not length or shown == "www." or end <= pos:
        return False
    href = state.md.normalizeLink(url)
    if state.md.validateLink(href):
        if behind:
            state.pending = state.pending[:-behind]
        _push(state, href, state.md.normalizeLinkText(url)[len(prefix) :])
    else:
        state.append_pending(src[pos:end])  # taken as text at once, or each part of it would be tried again
    state.pos = end
    return True


def bare_mail(state: StateInline, silent: bool) -> bool:
    """`ada@example.org` typed as it is."""
    pos = state.pos
    if silent or state.linkLevel or state.src[pos] != "@":
        return False
    local = _LOCAL.search(state.src, max(0, pos - 66), pos)
    domain = _DOMAIN.match(state.src, pos, state.posMax)
    if not local or not domain or not state.pending.endswith(local[1]):
        return False
    address = local[1] + domain[0]
    state.pending = state.pending[: -len(local[1])]
    _push(state, "mailto:" + address, address)
    state.pos = domain.end()
    return True


def _push(state: StateInline, href: str, shown: str) -> None:
    state.push("link_open", "a", 1).attrs = {"href": href}
    state.push("text", "", 0).content = shown
    state.push("link_close", "a", -1)


def _stands_alone(state: StateInline) -> bool:
    return not state.pos or not _NOT_BEFORE.match(state.src, state.pos - 1)


def mention(state: StateInline, silent: bool) -> bool:
    """`@ada`: kept as a token, whether or not such a person exists; the renderer is told who does."""
    if state.linkLevel or state.src[state.pos] != "@" or not _stands_alone(state):
        return False
    found = _MENTION.match(state.src, state.pos, state.posMax)
    if not found:
        return False
    handle = found[1].rstrip("_-")
    if not silent:
        state.push("mention", "", 0).content = handle
        state.env.setdefault("handles", {})[handle.lower()] = None
    state.pos += 1 + len(handle)
    return True


def item(state: StateInline, silent: bool) -> bool:
    """`#123`: an item of this installation, if the renderer is told that it exists."""
    if state.linkLevel or state.src[state.pos] != "#" or not _stands_alone(state):
        return False
    found = _ITEM.match(state.src, state.pos, state.posMax)
    if not found:
        return False
    if not silent:
        state.push("item", "", 0).content = found[1]
        state.env.setdefault("items", {})[int(found[1])] = None
    state.pos = found.end()
    return True


def citation(state: StateInline, silent: bool) -> bool:
    """`[^p12]`: cites post 12, if the renderer is told what its number is; `[^p12]: …` is a note like others."""
    if state.src[state.pos] != "[":
        return False
    found = _CITATION.match(state.src, state.pos, state.posMax)
    if not found or f":P{found[1]}" in state.env.get("footnotes", {}).get("refs", {}):
        return False
    if not silent:
        state.push("citation", "", 0).content = found[1]
        state.env.setdefault("citations", {})[int(found[1])] = None
    state.pos = found.end()
    return True


def formula(state: StateInline, silent: bool) -> bool:
    """`$x$` and `$$x$$`, but neither prices (`$5 and $10`) nor shell variables (`$HOME/$USER`)."""
    src, pos = state.src, state.pos
    if src[pos] != "$":
        return False
    mark = "$$" if src.startswith("$$", pos) else "$"
    end = closing_dollar(src, pos, min(state.posMax, pos + _MAX_INLINE_FORMULA), mark)
    if end < 0:
        return False
    if not silent:
        token = state.push("formula", "", 0)
        token.content, token.markup = src[pos + len(mark) : end], mark
    state.pos = end + len(mark)
    return True


def closing_dollar(src: str, pos: int, limit: int, mark: str) -> int:
    """Where the formula that opens at `pos` ends, or -1 when no formula opens there."""
    start = pos + len(mark)
    if start >= limit or (pos and (src[pos - 1].isalnum() or src[pos - 1] in "$\\/")):
        return -1
    if mark == "$" and src[start].isspace():
        return -1
    end = src.find(mark, start, limit)
    while end > 0 and src[end - 1] == "\\":
        end = src.find(mark, end + 1, limit)
    body = src[start:end] if end > 0 else ""
    if not body.strip() or "`" in body:
        return -1
    if mark == "$":
        after = src[end + 1 : end + 2]
        if body[-1].isspace() or after.isalnum() or after in {"$", "_"}:
            return -1
    return end

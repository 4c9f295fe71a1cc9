"""Our own block and core rules for markdown-it: formulas on lines of their own, spoilers, task labels."""

from __future__ import annotations

import re
from typing import Final

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock
from markdown_it.rules_core import StateCore
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token
from mdit_py_plugins.footnote import footnote_plugin
from mdit_py_plugins.footnote.index import footnote_ref

from lorehall.kernel.text import poll

_MAX_FORMULA_LINES = 60
_NOTE: Final = re.compile(r"\[\^[^\]\s]{1,64}\]")
_SPOILER: Final = re.compile(r"!(?!\[)")
_SPOILER_LINES: Final = re.compile(r"^! ?", re.MULTILINE)
_LANGUAGE: Final = re.compile(r"<!--\s*language(-all)?:\s*(?:lang-)?([\w+#.-]{1,30})\s*-->\s*")


def install(md: MarkdownIt) -> None:
    """Add the rules and the footnotes, whose search for a closing bracket gets a bound."""
    md.block.ruler.before("fence", "formula_block", formula_block)
    md.core.ruler.before("inline", "spoilers", spoilers)
    md.core.ruler.after("inline", "task_labels", task_labels)
    md.core.ruler.before("inline", "languages", languages)
    md.core.ruler.before("inline", "polls", polls)
    footnote_plugin(md, inline=False)
    md.inline.ruler.at("footnote_ref", bounded_footnote_ref)


def bounded_footnote_ref(state: StateInline, silent: bool) -> bool:
    """A reference `[^name]`: the plugin's rule alone would read to the end of the text for each `[^`."""
    if state.src[state.pos] != "[" or not _NOTE.match(state.src, state.pos, state.posMax):
        return False
    return footnote_ref(state, silent)


def formula_block(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """`$$` at the beginning of a line up to `$$` at the end of that or a later one."""
    if state.is_code_block(start):
        return False
    pos = state.bMarks[start] + state.tShift[start]
    if not state.src.startswith("$$", pos):
        return False
    first = state.src[pos + 2 : state.eMarks[start]].rstrip()
    lines: list[str] = []
    line, last = start, first
    while not last.endswith("$$"):
        lines.append(last)
        line += 1
        if line >= min(end, start + _MAX_FORMULA_LINES) or state.isEmpty(line):
            return False
        if state.sCount[line] < state.blkIndent:
            return False
        last = state.src[state.bMarks[line] + state.tShift[line] : state.eMarks[line]].rstrip()
    lines.append(last[:-2])
    latex = "\n".join(lines).strip()
    if not latex or "$$" in latex:
        return False
    if silent:
        return True
    token = state.push("formula_block", "", 0)
    token.content, token.block, token.map = latex, True, [start, line + 1]
    state.line = line + 1
    return True


def spoilers(state: StateCore) -> None:
    """`>! text`: a quotation that hides what it says until one asks for it."""
    tokens = state.tokens
    for index in range(len(tokens) - 2):
        if tokens[index].type != "blockquote_open" or tokens[index + 1].type != "paragraph_open":
            continue
        if not _SPOILER.match(tokens[index + 2].content):
            continue
        tokens[index].attrSet("class", "spoiler")
        level = tokens[index].level
        for at in range(index + 2, len(tokens)):
            token = tokens[at]
            if token.type == "blockquote_close" and token.level == level:
                break
            if token.type == "inline" and token.level == level + 2:
                token.content = _SPOILER_LINES.sub("", token.content)


def languages(state: StateCore) -> None:
    """`<!-- language: lang-py -->` before indented code, as Stack Exchange's Markdown has it."""
    named = every = ""
    for token in state.tokens:
        if token.type == "html_block" and (found := _LANGUAGE.fullmatch(token.content)):
            named = found[2]
            every = named if found[1] else every
        elif token.type == "code_block" and (named or every):
            token.info, named = named or every, ""
        elif token.type == "fence" and every and not token.info:
            token.info = every
        else:
            named = ""


def polls(state: StateCore) -> None:
    """Fenced blocks named `poll`, which stand in nothing else. What is no poll stays code, and the reason is noted."""
    found = 0
    for token in state.tokens:
        if token.type != "fence" or token.level or token.info.split(" ", 1)[0] != "poll":
            continue
        try:
            token.meta["poll"] = poll.read(token.content)
            token.type = "poll"
            found += 1
        except poll.Unclear as unclear:
            state.env.setdefault("complaints", []).append(str(unclear))
    if found > poll.MOST_POLLS:
        state.env.setdefault("complaints", []).append(poll.too_many())


def task_labels(state: StateCore) -> None:
    """A task's text labels its box, so that a screen reader says which task is done."""
    tokens = state.tokens
    for index in range(len(tokens) - 2):
        item, text = tokens[index], tokens[index + 2]
        if item.type != "list_item_open" or "checked" not in item.meta:
            continue
        done = item.meta.pop("checked")
        if text.type != "inline" or text.children is None:
            continue
        box = Token("task_open", "", 1)
        box.meta = {"checked": done}
        text.children[:] = [box, *text.children, Token("task_close", "", -1)]

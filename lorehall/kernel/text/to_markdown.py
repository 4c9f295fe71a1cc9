"""HTML back to Markdown, so that a body kept as HTML can be edited like any other text.

What Markdown has no sign for stays as the HTML element that it was, which our Markdown reads too.
The measure is that rendering the result says the same text again.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import escape
from typing import Final

from lorehall.kernel.text.imported import clean_html
from lorehall.kernel.text.inline_markdown import inline
from lorehall.kernel.text.markup import VOID, Node, tree

_NAMES = "p div section h1 h2 h3 h4 h5 h6 ul ol blockquote pre hr table figure figcaption dl details"
_BLOCKS: Final = frozenset(_NAMES.split())
_AS_HTML: Final = frozenset({"dl", "details", "figure", "figcaption"})
_BLANK_LINES = re.compile(r"\n\s*\n")
_TICKS = re.compile(r"`+")
_WIDE: Final = frozenset({"colspan", "rowspan"})


def html_to_markdown(html: str) -> str:
    """Markdown that renders to what `html` says. Raises `Refused("too_long")` as `clean_html` does."""
    return "\n\n".join(_blocks(tree(clean_html(html)))).strip("\n")


def _blocks(node: Node) -> Iterator[str]:
    """The blocks inside an element, each without blank lines around it; loose text makes paragraphs."""
    run: list[Node | str] = []
    for child in node.children:
        if isinstance(child, Node) and child.tag in _BLOCKS:
            yield from _paragraph(run)
            run = []
            yield from _block(child)
        else:
            run.append(child)
    yield from _paragraph(run)


def _paragraph(children: list[Node | str]) -> Iterator[str]:
    text = inline(children).strip()
    if text:
        yield text


def _block(node: Node) -> Iterator[str]:
    tag = node.tag
    if tag == "pre":
        yield _code(node)
    elif tag == "hr":
        yield "* * *"
    elif tag[0] == "h" and tag[1:].isdigit():
        text = inline(node.children, one_line=True).strip()
        if text:
            yield f"{'#' * int(tag[1])} {text}"
    elif tag in {"ul", "ol"}:
        yield from _list(node)
    elif tag == "blockquote":
        yield from _quote(node)
    elif tag == "table":
        yield _table(node)
    elif tag in _AS_HTML:
        yield _raw(node)
    else:
        yield from _blocks(node)


def _code(node: Node) -> str:
    code = node.only("code")
    language = (code.attributes.get("class", "") if code else "").removeprefix("language-")
    text = node.text()
    fence = "`" * max(3, *(len(run) + 1 for run in _TICKS.findall(text)), 3)
    return f"{fence}{language}\n{text}{'' if text.endswith(chr(10)) else chr(10)}{fence}"


def _quote(node: Node) -> Iterator[str]:
    body = "\n\n".join(_blocks(node))
    if not body:
        return
    mark = ">! " if node.attributes.get("class") == "spoiler" else "> "
    first, *rest = body.split("\n")
    after = mark if mark == ">! " and "\n\n" not in body else "> "
    yield "\n".join([mark + first, *((after + line).rstrip() for line in rest)])


def _list(node: Node) -> Iterator[str]:
    number = int(node.attributes.get("start", "1") or 1)
    items = [child for child in node.children if isinstance(child, Node) and child.tag == "li"]
    loose = any(isinstance(child, Node) and child.tag == "p" for item in items for child in item.children)
    lines: list[str] = []
    for item in items:
        mark = f"{number}. " if node.tag == "ol" else "- "
        number += 1
        indent = " " * len(mark)
        blocks = list(_blocks(item))
        body = "\n\n".join(blocks) if loose or len(blocks) > 2 else "\n".join(blocks)
        first, *rest = (body or "").split("\n")
        lines.append((mark + first).rstrip())
        lines.extend((indent + line).rstrip() for line in rest)
        if loose:
            lines.append("")
    # Two lists in a row would run together; a comment between them is Markdown's own way to part them.
    yield "\n".join(lines).rstrip("\n")


def _rows(node: Node) -> Iterator[list[Node]]:
    for child in node.children:
        if not isinstance(child, Node):
            continue
        if child.tag == "tr":
            yield [cell for cell in child.children if isinstance(cell, Node)]
        else:
            yield from _rows(child)


def _table(node: Node) -> str:
    rows = list(_rows(node))
    width = len(rows[0]) if rows else 0
    simple = width > 0 and all(
        len(row) == width and not any(_WIDE & cell.attributes.keys() or _has_block(cell) for cell in row)
        for row in rows
    )
    if not simple or not all(cell.tag == "th" for cell in rows[0]) or len(rows) < 1:
        return _raw(node)
    aligned = {"left": ":--", "center": ":-:", "right": "--:"}
    lines = ["| " + " | ".join(_cell(cell) for cell in row) + " |" for row in rows]
    rule = "| " + " | ".join(aligned.get(cell.attributes.get("class", ""), "---") for cell in rows[0]) + " |"
    return "\n".join([lines[0], rule, *lines[1:]])


def _cell(cell: Node) -> str:
    return inline(cell.children, one_line=True).strip().replace("|", "\\|")


def _has_block(cell: Node) -> bool:
    return any(isinstance(child, Node) and (child.tag in _BLOCKS or _has_block(child)) for child in cell.children)


def _raw(node: Node) -> str:
    """The element as HTML without a blank line, which would end an HTML block."""
    return _BLANK_LINES.sub("\n", "".join(_serialised(node)))


def _serialised(node: Node) -> Iterator[str]:
    attributes = "".join(f' {name}="{escape(value)}"' for name, value in node.attributes.items())
    yield f"<{node.tag}{attributes}>"
    for child in node.children:
        if isinstance(child, str):
            yield escape(child, quote=False).replace("\n\n", "\n&#10;")
        else:
            yield from _serialised(child)
    if node.tag not in VOID:
        yield f"</{node.tag}>"

"""Reading HTML that `clean` has written, where every tag is in one form: lower case, attributes in double quotes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html import unescape
from typing import Final

_TOKEN: Final = re.compile(r'<(/?)([a-z][a-z0-9]*)((?: [a-z-]+="[^"]*")*)>')
_ATTRIBUTE: Final = re.compile(r' ([a-z-]+)="([^"]*)"')
MAX_DEPTH: Final = 80
VOID: Final = frozenset({"br", "hr", "img", "input"})


@dataclass(slots=True)
class Node:
    """An element: its tag, its attributes as they read, and its children (elements, or text unescaped)."""

    tag: str
    attributes: dict[str, str] = field(default_factory=dict)
    children: list[Node | str] = field(default_factory=list)

    def text(self) -> str:
        """All text inside, as a reader would copy it."""
        return "".join(child if isinstance(child, str) else child.text() for child in self.children)

    def only(self, tag: str) -> Node | None:
        """The child of that tag, when nothing else but blank text stands beside it."""
        nodes = [child for child in self.children if not isinstance(child, str) or child.strip()]
        first = nodes[0] if len(nodes) == 1 else None
        return first if isinstance(first, Node) and first.tag == tag else None


def pieces(html: str) -> Iterator[tuple[str, bool]]:
    """The string in order, cut into tags (True) and text that is still escaped (False)."""
    end = 0
    for tag in _TOKEN.finditer(html):
        if tag.start() > end:
            yield html[end : tag.start()], False
        yield tag[0], True
        end = tag.end()
    if end < len(html):
        yield html[end:], False


def tree(html: str) -> Node:
    """The tree of clean HTML under a node without a tag; what is deeper than `MAX_DEPTH` is put flat."""
    root = Node("")
    stack = [root]
    deeper = 0
    for piece, is_tag in pieces(html):
        tag = _TOKEN.fullmatch(piece) if is_tag else None
        if tag is None:
            stack[-1].children.append(unescape(piece))
        elif deeper or (not tag[1] and len(stack) > MAX_DEPTH):
            deeper += 0 if tag[2] in VOID else -1 if tag[1] else 1
        elif tag[1]:
            if len(stack) > 1 and stack[-1].tag == tag[2]:
                stack.pop()
        else:
            attributes = {name: unescape(value) for name, value in _ATTRIBUTE.findall(tag[3])}
            node = Node(tag[2], attributes)
            stack[-1].children.append(node)
            if tag[2] not in VOID:
                stack.append(node)
    return root

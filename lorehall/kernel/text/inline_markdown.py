"""The inside of a paragraph as Markdown: emphasis, links, code, and text with its signs escaped."""

from __future__ import annotations

import re
from typing import Final

from lorehall.kernel.text.markup import Node

_SIGNS = re.compile(r"[\\`*\[\]<~$]|(?<![A-Za-z0-9])_|_(?![A-Za-z0-9])|&(?=#?\w+;)")
_AT_LINE_START = re.compile(r"[#>+=|:-]|~~~")
_NUMBER_AT_START = re.compile(r"(\d{1,9})([.)])(?=\s|$)")
_SPACES = re.compile(r"[^\S\n\u00a0]+")
_TICKS = re.compile(r"`+")
_BREAK: Final = "\0"  # cleaned HTML holds no null bytes
_MARKS: Final = {"em": "*", "i": "*", "strong": "**", "b": "**", "del": "~~", "s": "~~"}
_TRANSPARENT: Final = frozenset({"span", "label", "section", "div", "p", "tr", "tbody", "thead", "td", "th", "li"})
_DROPPED: Final = frozenset({"footnote-backref"})


def inline(children: list[Node | str], *, one_line: bool = False) -> str:
    """Markdown of inline content. `one_line` for headings and cells, where a line end would end them."""
    text = _joined(children)
    if one_line:
        return text.replace(_BREAK + "\n", "<br>").replace("\n", " ")
    lines = [line.strip(" \t") for line in text.split("\n")]
    lines = [_line(line) for line in lines if line]
    while lines and lines[-1] == _BREAK:
        lines.pop()
    return "\n".join(lines).removesuffix(_BREAK).replace(_BREAK, "\\")


def _line(line: str) -> str:
    """A line of text that must not begin a list, a heading or another block."""
    if _AT_LINE_START.match(line):
        return "\\" + line
    return _NUMBER_AT_START.sub(r"\1\\\2", line, count=1) if _NUMBER_AT_START.match(line) else line


def _joined(children: list[Node | str]) -> str:
    out: list[str] = []
    for index, child in enumerate(children):
        if isinstance(child, str):
            out.append(_text(child))
            continue
        before = out[-1][-1:] if out and out[-1] else ""
        following = children[index + 1] if index + 1 < len(children) else ""
        after = following[:1] if isinstance(following, str) else "*"
        out.append(_element(child, before, after))
    return "".join(out)


def _text(text: str) -> str:
    return _SIGNS.sub(lambda sign: "\\" + sign[0], _SPACES.sub(" ", text))


def _element(node: Node, before: str, after: str) -> str:
    tag = node.tag
    if tag in _MARKS:
        return _marked(node, _MARKS[tag], before, after)
    if tag == "code":
        return _code(node.text())
    if tag == "br":
        return _BREAK + "\n"
    if tag == "a":
        return _link(node)
    if tag == "img":
        alt = _text(node.attributes.get("alt", "")).replace("\n", " ")
        return f"![{alt}]({_destination(node, 'src')})"
    if tag == "math":
        mark = "$$" if node.attributes.get("display") == "block" else "$"
        return mark + node.attributes.get("alttext", node.text()) + mark
    if tag == "input":
        return "[x]" if "checked" in node.attributes else "[ ]"
    body = _joined(node.children)
    if tag in _TRANSPARENT or not body:
        return body
    title = node.attributes.get("title", "").replace('"', "&quot;")
    return f'<{tag} title="{title}">{body}</{tag}>' if title else f"<{tag}>{body}</{tag}>"


def _marked(node: Node, mark: str, before: str, after: str) -> str:
    """Between signs where Markdown will read them as such, as an HTML element where it might not."""
    body = _joined(node.children)
    inner = body.strip()
    if not inner:
        return body
    lead, tail = body[: len(body) - len(body.lstrip())], body[len(body.rstrip()) :]
    opens = inner[0].isalnum() or (not before.isalnum() or bool(lead))
    closes = inner[-1].isalnum() or (not after.isalnum() or bool(tail))
    touching = (before in {"*", "~", "\\"} and not lead) or (after in {"*", "~"} and not tail)
    if not (opens and closes) or touching or inner[0] in "*~" or inner[-1] in "*~\\" or _BREAK in inner:
        return f"{lead}<{node.tag}>{inner}</{node.tag}>{tail}"
    return f"{lead}{mark}{inner}{mark}{tail}"


def _code(text: str) -> str:
    text = text.replace("\n", " ")
    if not text.strip():
        return f"<code>{text}</code>" if text else ""
    runs = {len(run) for run in _TICKS.findall(text)}
    ticks = "`" * next(n for n in range(1, len(runs) + 2) if n not in runs)
    pad = " " if text[0] in "` " or text[-1] in "` " else ""
    return f"{ticks}{pad}{text}{pad}{ticks}"


def _link(node: Node) -> str:
    kind = node.attributes.get("class", "")
    body = _joined(node.children)
    if kind in _DROPPED:
        return ""
    href = node.attributes.get("href")
    if kind in {"mention", "item"} or not href or not body.strip():
        return body
    plain = node.text()
    if plain in {href, href.removeprefix("mailto:")} and not set(href) & set("<> \n") and ":" in href:
        return f"<{plain}>" if plain == href or "@" in plain else f"[{body}]({_destination(node, 'href')})"
    picture = "!" if _is_picture(node) else ""
    inner = body.strip()
    lead, tail = body[: len(body) - len(body.lstrip())], body[len(body.rstrip()) :]
    return f"{lead}{picture}[{inner}]({_destination(node, 'href')}){tail}"


def _is_picture(node: Node) -> bool:
    """A link that stands for a picture of another site."""
    only = node.children[0] if len(node.children) == 1 else ""
    return isinstance(only, Node) and only.tag == "span" and only.attributes.get("class") == "picture"


def _destination(node: Node, name: str) -> str:
    url = node.attributes.get(name, "")
    if not url or re.search(r"[\s()<>\\&*_`\[\]]", url):
        url = "<" + re.sub(r"([<>\\&])", r"\\\1", url.replace("\n", "%0A")) + ">"
    title = node.attributes.get("title", "")
    if not title:
        return url
    title = re.sub(r"\s*\n\s*", " ", re.sub(r'(["\\&])', r"\\\1", title))
    return f'{url} "{title}"'

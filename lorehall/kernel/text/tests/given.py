"""Reading the shared data, and comparing HTML by what it means."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import Element

import html5lib
import pytest

DATA = Path(os.environ.get("LOREHALL_SHARED_DATA") or Path(__file__).parents[5] / "shared" / "data")
_BREAKS = "p|div|ul|ol|li|blockquote|h[1-6]|hr|table|thead|tbody|tr|td|th|section|br|DOCUMENT_FRAGMENT"
_AROUND_BLOCKS = re.compile(rf"\s*(</?(?:{_BREAKS})\b[^>]*>)\s*")
_UNSAID = {"rel", "loading"}


def shared(*parts: str) -> Path:
    """A file of the shared data, or a skip that says that it is not there."""
    path = DATA.joinpath(*parts)
    if not path.exists():
        pytest.skip(f"the shared data is not here: {path}")
    return path


def walk(html: str) -> Iterator[Element]:
    """Every element that a browser would build from this HTML."""
    tree: Any = html5lib.parseFragment(html, treebuilder="etree", namespaceHTMLElements=False)
    yield from (element for element in tree.iter() if isinstance(element.tag, str))


def meaning(html: str) -> str:
    """HTML in one form: sorted attributes, one space for many, no `rel`, no colours in code, no task labels."""
    tree: Any = html5lib.parseFragment(html, treebuilder="etree", namespaceHTMLElements=False)
    return _AROUND_BLOCKS.sub(r"\1", "".join(_written(tree, pre=False)))


def _written(element: Element, *, pre: bool) -> Iterator[str]:
    pre = pre or element.tag == "pre"
    shown = isinstance(element.tag, str) and not (element.tag == "span" and pre) and element.tag != "label"
    if shown:
        attributes = sorted((name, value) for name, value in element.attrib.items() if name not in _UNSAID)
        yield f"<{element.tag}{''.join(f' {name}={value!r}' for name, value in attributes)}>"
    if isinstance(element.tag, str):
        yield _spaced(element.text, pre=pre)
    for child in element:
        yield from _written(child, pre=pre)
        yield _spaced(child.tail, pre=pre)
    if shown:
        yield f"</{element.tag}>"


def _spaced(text: str | None, *, pre: bool) -> str:
    return (text or "") if pre else re.sub(r"\s+", " ", text or "")

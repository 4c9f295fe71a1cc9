"""What must never be in HTML that the product prints, looked for as a browser would see it."""

from __future__ import annotations

import re

from lorehall.kernel.text import allow, attached
from lorehall.kernel.text.fold import OVERRIDES

from .given import walk

_SCHEME = re.compile(r"^([a-z][a-z0-9+.-]*):")


def assert_safe(html: str) -> None:
    """No element, attribute, address or id that could run, load, restyle or stand in for something else, and no mark
    that turns the direction of what follows.
    """
    assert not OVERRIDES.search(html), ascii(html)
    for element in walk(html):
        tag = element.tag.rsplit("}", 1)[-1]
        if tag == "DOCUMENT_FRAGMENT":
            continue
        assert tag in allow._TAGS | {"tbody"}, f"<{tag}> in {html!r}"
        for name, value in element.attrib.items():
            assert not name.startswith("on"), html
            assert name not in {"style", "srcdoc", "name", "target", "form", "action", "formaction"}, html
            if name in {"href", "src"}:
                address = re.sub(r"[\x00-\x20\u200b-\u200f]", "", value).lower()
                scheme = _SCHEME.match(address)
                assert scheme is None or scheme[1] in allow.SCHEMES, html
            if name == "src":
                assert re.match(r"https?://|/uploads/|/files/", value, re.IGNORECASE), html
            if name == "srcset":
                assert attached.SOURCES.fullmatch(value), html
            if name == "id":
                assert value.startswith("note"), html

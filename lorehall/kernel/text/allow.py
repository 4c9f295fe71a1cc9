"""The last gate: what HTML may be in the product. Everything that people wrote passes here, always last.

nh3 parses as a browser does and keeps only what is listed; nothing is taken out by hand before it
could do harm. What is done after it only takes away more: `rel` from inside links is not wanted, and
a picture whose source was refused is dropped whole.
"""

from __future__ import annotations

import re
from typing import Final

import nh3

from lorehall.kernel.text import attached, highlight
from lorehall.kernel.text.fold import OVERRIDES


def _words(names: str) -> frozenset[str]:
    return frozenset(names.split())


_FORMULA_TAGS: Final = _words(
    "math mrow mi mn mo ms mtext mspace mfrac msqrt mroot mstyle mpadded mphantom menclose mfenced msub msup"
    " msubsup munder mover munderover mmultiscripts mprescripts none mtable mtr mtd"
)
_TAGS: Final = _FORMULA_TAGS | _words(
    "p br hr h1 h2 h3 h4 h5 h6 blockquote pre code em strong b i u s del ins sub sup kbd samp var mark small abbr"
    " cite q dfn ul ol li dl dt dd table caption thead tbody tfoot tr th td figure figcaption details summary"
    " div span section label a img input"
)
_FORMULA_ATTRIBUTES: Final = _words(
    "mathvariant stretchy fence form separator lspace rspace minsize maxsize accent accentunder linethickness"
    " columnalign rowalign columnlines rowlines columnspacing rowspacing displaystyle scriptlevel width height"
    " depth notation open close separators symmetric largeop movablelimits columnspan rowspan"
)
_ATTRIBUTES: Final[dict[str, set[str]]] = {
    **{tag: set(_FORMULA_ATTRIBUTES) for tag in _FORMULA_TAGS},
    "math": {"display", "alttext"},
    "a": {"href", "title", "class", "id"},
    "img": {"src", "srcset", "sizes", "alt", "title", "width", "height"},
    "abbr": {"title"},
    "dfn": {"title"},
    "ol": {"start", "reversed", "type", "class"},
    "ul": {"class"},
    "li": {"value", "class", "id"},
    **{f"h{depth}": {"id"} for depth in range(1, 7)},
    "th": {"class", "colspan", "rowspan", "scope"},
    "td": {"class", "colspan", "rowspan"},
    "input": {"type", "checked", "disabled", "class"},
    "details": {"open"},
    "blockquote": {"class"},
    "code": {"class"},
    "pre": {"class"},
    "span": {"class"},
    "sup": {"class"},
    "section": {"class"},
    "p": {"class"},
}
_CLASSES: Final[dict[str, frozenset[str]]] = {
    "a": frozenset({"mention", "item", "footnote-backref", "file"}),
    "blockquote": frozenset({"spoiler"}),
    "code": frozenset("language-" + name for name in highlight.LANGUAGES),
    "input": frozenset({"task-list-item-checkbox"}),
    "li": frozenset({"task-list-item"}),
    "ol": frozenset({"contains-task-list"}),
    "p": frozenset({"formula", "terms"}),
    "section": frozenset({"footnotes", "poll"}),
    "span": highlight.CLASSES | {"picture"},
    "sup": frozenset({"footnote-ref", "cite"}),
    "td": frozenset({"left", "center", "right"}),
    "th": frozenset({"left", "center", "right"}),
    "ul": frozenset({"contains-task-list"}),
}
SCHEMES: Final = frozenset({"http", "https", "mailto", "tel", "ftp", "irc", "ircs", "xmpp", "matrix", "news", "sip"})
_REL: Final = "nofollow ugc noopener"

_ID = re.compile(r"note(?:ref)?-[a-z0-9-]{1,40}")
_SECTION = re.compile(r"s-[a-z0-9-]{1,60}")
_PICTURE = re.compile(r"(?:https?://|/uploads/)[^\s\\]+", re.IGNORECASE)
_NUMBER = re.compile(r"-?[0-9]{1,9}")
_NUMBERS: Final = frozenset({"start", "value", "colspan", "rowspan", "columnspan"})
_WHOLE: Final = frozenset({"width", "height"})

# Over what nh3 has written: attributes are quoted with ", and a " inside one is escaped.
_INSIDE = re.compile(rf'(<a href="(?:/(?![/\\])|#)[^"]*"(?: (?:title|class|id)="[^"]*")*) rel="{_REL}">')
_BARE: Final = f'<a rel="{_REL}">'
_VOID = re.compile(r'<(img|input)(?: [a-z]+="[^"]*")*>')


def _attribute(tag: str, name: str, value: str) -> str | None:
    """One attribute that is on the list, on its way through: its value, or None to drop it."""
    if name == "class":
        return value if value in _CLASSES.get(tag, ()) else None
    if name == "id":
        return value if (_SECTION if tag[0] == "h" else _ID).fullmatch(value) else None
    if name == "src":
        return value if _PICTURE.fullmatch(value) or attached.SOURCE.fullmatch(value) else None
    if name == "srcset":
        return value if attached.SOURCES.fullmatch(value) else None
    if name == "sizes":
        return value if value == attached.SIZES else None
    if tag == "input" and name == "type":
        return value if value == "checkbox" else None
    if tag == "input" and name != "class":
        return ""
    if name in _NUMBERS or (name in _WHOLE and tag == "img"):
        return value if _NUMBER.fullmatch(value) else None
    return value


def _cleaner(attributes: dict[str, set[str]], *, hint: bool) -> nh3.Cleaner:
    def keep(tag: str, name: str, value: str) -> str | None:
        return value if hint and tag == "pre" and name == "class" else _attribute(tag, name, value)

    return nh3.Cleaner(
        tags=set(_TAGS),
        clean_content_tags={"script", "style", "template", "noscript", "iframe", "svg"},
        attributes=attributes,
        attribute_filter=keep if hint else _attribute,
        set_tag_attribute_values={"img": {"loading": "lazy"}},
        url_schemes=set(SCHEMES),
        link_rel=_REL,
        strip_comments=True,
    )


_CLEANER: Final = _cleaner(_ATTRIBUTES, hint=False)
_HINTED: Final = _cleaner(_ATTRIBUTES, hint=True)


def clean(html: str, *, hints: bool = False) -> str:
    """Safe HTML. `hints` leaves the classes of `<pre>`, which name a language, for a step before the last.

    Cleaning what is clean changes nothing, as long as its markup was well nested; see `settle`.
    """
    cleaner = _HINTED if hints else _CLEANER
    html = cleaner.clean(html)
    if not html.isascii() and OVERRIDES.search(html):
        # Written as `&#x202e;` they come to light only here. What is left when they are gone is looked at again.
        html = cleaner.clean(OVERRIDES.sub("", html))
    if "<a " in html:
        html = _INSIDE.sub(r"\1>", html).replace(_BARE, "<a>")
    if "<img" in html or "<input" in html:
        html = _VOID.sub(_whole_or_nothing, html)
    return html


def _whole_or_nothing(tag: re.Match[str]) -> str:
    """A picture needs a source, and a box is there to be looked at only."""
    if tag[1] == "img":
        return tag[0] if ' src="' in tag[0] else ""
    return tag[0] if ' type="checkbox"' in tag[0] and ' disabled=""' in tag[0] else ""


def settle(html: str) -> str | None:
    """Clean until cleaning changes nothing more. None for markup that never settles: a trick, so show it as text.

    Badly nested tags may be put right in a way that a second parser reads differently; that gap is
    what mutation attacks live in.
    """
    for _ in range(4):
        again = clean(html)
        if again == html:
            return html
        html = again
    return None

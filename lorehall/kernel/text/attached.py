"""Pictures and files that were brought here, below `/files/`: pictures in all their widths, files with their size.

What a text may show, its caller says; every other address below `/files/` stays a plain link, and shows nothing.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from html import escape, unescape
from typing import Final, NamedTuple

KEY: Final = "[0-9a-f]{32}"
SIZES: Final = "(max-width: 740px) 92vw, 640px"
"""How wide the column of a text is."""
SOURCE: Final = re.compile(rf"/files/{KEY}/[a-z0-9.-]{{1,80}}")
SOURCES: Final = re.compile(rf"(?:/files/{KEY}/[0-9]{{1,4}}\.webp [0-9]{{1,4}}w(?:, (?!$)|$)){{1,4}}")
MOST: Final = 200
"""As many in one text; what comes after is not looked up."""
_NAMED = re.compile(rf"/files/({KEY})/")
_SHOWN_WIDTH: Final = 960
_STEP = re.compile(
    rf'<a href="/files/(?P<key>{KEY})/[^"]*"(?: title="[^"]*")*>(?P<words>[^<]*)</a>'
    r'|<a(?P<open>(?: [a-z]+="[^"]*")*)>|(?P<close></a>)|<img(?: [a-z]+="[^"]*")*>'
)
_PICTURE = re.compile(rf' src="(/files/({KEY})/[^"]*)"')
_WORDS = re.compile(r' alt="([^"]*)"')


class Attached(NamedTuple):
    """What a text holds. `widths` are a picture's, the widest last, to which `height` belongs; a file has none."""

    url: str
    size: int
    widths: tuple[int, ...] = ()
    height: int = 0


Files = Mapping[str, Attached]
"""Key → what it is, for those that the text may show."""


def named(source: str) -> tuple[str, ...]:
    """The keys that a text names, in its order."""
    return tuple(dict.fromkeys(_NAMED.findall(source)))[:MOST] if "/files/" in source else ()


def show(html: str, files: Files) -> tuple[str, tuple[str, ...]]:
    """Over what `clean` has written: show what is in `files`. Hands back the HTML, as clean, and the keys it holds."""
    if "/files/" not in html:
        return html, ()
    held: dict[str, None] = {}
    inside = False

    def step(found: re.Match[str]) -> str:
        nonlocal inside
        if found["close"]:
            inside = False
            return found[0]
        if found["open"] is not None:
            inside = True
            held.update(dict.fromkeys(key for key in _NAMED.findall(found["open"]) if key in files))
            return found[0]
        if key := found["key"]:
            return _link(found, files.get(key), held)
        picture = _PICTURE.search(found[0])
        return _picture(found[0], picture, files.get(picture[2]), held, inside=inside) if picture else found[0]

    return _STEP.sub(step, html), tuple(held)


def _link(found: re.Match[str], file: Attached | None, held: dict[str, None]) -> str:
    if file is None:
        return found[0]
    held[found["key"]] = None
    if file.widths:
        return found[0]
    return f'<a href="{escape(file.url)}" class="file">{found["words"]} <small>{in_words(file.size)}</small></a>'


def _picture(tag: str, source: re.Match[str], file: Attached | None, held: dict[str, None], *, inside: bool) -> str:
    said = _WORDS.search(tag)
    words = unescape(said[1]) if said else ""
    if file is None or not file.widths:
        shown = escape(words or unescape(source[1]).rpartition("/")[2], quote=False)
        if file is not None:
            held[source[2]] = None
        return f'<span class="picture">{shown}</span>' if inside else f'<a href="{source[1]}">{shown}</a>'
    held[source[2]] = None
    image = _image(source[2], file, words)
    # A link needs words: they are the picture's.
    return f'<a href="{escape(file.url)}">{image}</a>' if words and not inside and _is_small(file) else image


def _is_small(file: Attached) -> bool:
    """Whether there is more to see of it than its place in a text shows."""
    return file.widths[-1] > _SHOWN_WIDTH


def _image(key: str, file: Attached, words: str) -> str:
    width = max((one for one in file.widths if one <= _SHOWN_WIDTH), default=file.widths[0])
    sources = ", ".join(f"/files/{key}/{one}.webp {one}w" for one in file.widths)
    several = f' srcset="{sources}" sizes="{SIZES}"' if len(file.widths) > 1 else ""
    height = max(1, round(file.height * width / file.widths[-1]))
    return (
        f'<img src="/files/{key}/{width}.webp"{several} width="{width}" height="{height}"'
        f' alt="{escape(words)}" loading="lazy">'
    )


def in_words(size: int) -> str:
    """A size as people say it, in every language alike: `740 B`, `12 kB`, `3.4 MB`."""
    if size < 1000:
        return f"{size} B"
    if size < 1_000_000:
        return f"{round(size / 1000)} kB"
    return f"{size / 1_000_000:.1f} MB"

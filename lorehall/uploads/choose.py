"""Which form of an upload answers a request."""

from __future__ import annotations

import re
from pathlib import Path
from typing import NamedTuple

from lorehall.uploads import names, sizes, store
from lorehall.uploads.models import UploadKind

_WIDTH = re.compile(r"([0-9]{1,4})\.webp")
_MEDIA = {".webp": "image/webp", ".avif": "image/avif", ".jpg": "image/jpeg", ".png": "image/png"}


class Chosen(NamedTuple):
    """A file to hand out, under which name, and as what. `inline`: it was made by us, and may be looked at in place.
    `settled`: all forms are made, so the same request will get the same file for ever.
    """

    path: Path
    name: str
    media: str
    inline: bool
    settled: bool


def choose(key: str, kind: str, name: str, media: str, width: int, *, asked: str, accept: str) -> Chosen | None:
    """`asked` is the last piece of the address, `accept` what the reader's program takes. None: no file is there."""
    if kind != UploadKind.IMAGE:
        path = store.find(key, store.WHOLE)
        return Chosen(path, name, media, inline=False, settled=True) if path else None
    path = store.find(key, *_wanted(_width(asked, width), accept), f"{width}.webp")
    if path is None:
        return None
    settled = store.find(key, *sizes.FALLBACKS) is not None
    return Chosen(path, names.stem(name) + path.suffix, _MEDIA[path.suffix], inline=True, settled=settled)


def _width(asked: str, width: int) -> int:
    said = _WIDTH.fullmatch(asked)
    return int(said[1]) if said and int(said[1]) in sizes.widths(width) else width


def _wanted(width: int, accept: str) -> tuple[str, ...]:
    """The forms that would do, best first. What does not say that it knows WebP gets JPEG or PNG."""
    if "image/webp" not in accept:
        return sizes.FALLBACKS
    still = (f"{width}.avif", f"{width}.webp") if "image/avif" in accept else (f"{width}.webp",)
    return (sizes.MOVING, *still)

"""Uploaded files: kept under the name of their content, pictures re-encoded before anybody sees them."""

from __future__ import annotations

import hashlib
import os
import re
import struct
import tempfile
from io import BytesIO
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext as _
from PIL import Image, ImageOps, UnidentifiedImageError

from lorehall.kernel.errors import Refused

# What a picture may unpack to, a third of it where it is unpacked whole. A phone's camera makes 12 to 50 (as JPEG); a
# bomb makes thousands.
MOST_PIXELS = 64_000_000
# Pillow only warns up to twice its own limit. Ours is looked at before a pixel is decoded.
Image.MAX_IMAGE_PIXELS = None
# Whatever Pillow's decoders raise on broken data; AVIF's has RuntimeErrors of its own.
UNREADABLE = (
    UnidentifiedImageError,
    OSError,
    ValueError,
    SyntaxError,
    EOFError,
    RuntimeError,
    LookupError,
    TypeError,
    OverflowError,
    struct.error,
)
READ = ("JPEG", "PNG", "WEBP", "GIF", "AVIF")
KEY = re.compile(r"[0-9a-f]{64}\.webp")


def store_image(data: bytes, *, max_px: int, square: bool = True) -> str:
    """Re-encode a picture as WebP, at most `max_px` wide and high, and keep it; hands back its key.

    Turned upright as the camera meant it, cut to a square from the middle where asked, and freed of everything but
    its pixels (place, camera, thumbnails). Raises Refused, field `photo`: too big a file, no picture, too many pixels.
    """
    if len(data) > settings.UPLOAD_MOST:
        most = settings.UPLOAD_MOST // (1024 * 1024)
        raise Refused("too_big", _("This file is larger than %(most)s MB.") % {"most": most}, "photo")
    picture = _decode(data, max_px)
    if square:
        picture = ImageOps.fit(picture, (max_px, max_px), Image.Resampling.LANCZOS)
    else:
        picture.thumbnail((max_px, max_px), Image.Resampling.LANCZOS)
    out = BytesIO()
    picture.save(out, "WEBP", quality=84, method=6)
    return store(out.getvalue(), "webp")


def _decode(data: bytes, max_px: int) -> Image.Image:
    try:
        picture: Image.Image = Image.open(BytesIO(data), formats=READ)
        most = MOST_PIXELS if picture.format == "JPEG" else MOST_PIXELS // 3
        small_enough = picture.width * picture.height <= most
        # A JPEG can be unpacked at a fraction of its size, which saves most of the time and memory.
        picture.draft("RGB", (2 * max_px, 2 * max_px))
        if small_enough:
            picture = ImageOps.exif_transpose(_reduced(picture, max_px))
    except UNREADABLE as error:
        raise Refused(
            "no_picture", _("This is no picture that can be read: JPEG, PNG, WebP, AVIF or GIF."), "photo"
        ) from error
    if not small_enough:
        raise Refused("too_many_pixels", _("This picture has too many pixels. Make it smaller first."), "photo")
    clean = Image.new(picture.mode, picture.size)
    clean.paste(picture)
    return clean


def _reduced(picture: Image.Image, max_px: int) -> Image.Image:
    """The picture unpacked, and at once no larger than is of use: each copy of a large one weighs as much again."""
    picture.load()
    mode = "RGBA" if "A" in picture.getbands() or "transparency" in picture.info else "RGB"
    if picture.mode != mode:
        picture = picture.convert(mode)
    factor = min(picture.size) // (2 * max_px)
    return picture.reduce(factor) if factor > 1 else picture


def store(data: bytes, kind: str) -> str:
    """Keep bytes under their own hash; the same bytes are kept once. Hands back the key, such as `ab…12.webp`."""
    key = f"{hashlib.sha256(data).hexdigest()}.{kind}"
    path = path_of(key)
    if path.exists():
        return key
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    # Written aside and moved into place, so that nobody ever reads half a file.
    descriptor, draft = tempfile.mkstemp(dir=path.parent)
    with os.fdopen(descriptor, "wb") as file:
        file.write(data)
    Path(draft).replace(path)
    return key


def path_of(key: str) -> Path:
    """Where a key's bytes lie. Two letters of the hash make the folder, so that none of them grows large."""
    return Path(settings.MEDIA_ROOT) / key[:2] / key


def find(key: str) -> Path | None:
    """The file of a key that somebody asks for, or None when it is no key or there is no such file."""
    if not KEY.fullmatch(key):
        return None
    path = path_of(key)
    return path if path.is_file() else None


def url(key: str) -> str:
    """The address of a stored file; an empty key has none."""
    return f"{settings.MEDIA_URL}{key}" if key else ""

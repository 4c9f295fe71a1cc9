"""Pictures that people send: unpacked within bounds, turned upright, and freed of everything but their pixels."""

from __future__ import annotations

import struct
from io import BytesIO

from django.utils.translation import gettext as _
from PIL import Image, ImageOps, UnidentifiedImageError

from lorehall.kernel.errors import Refused

# What a picture may unpack to, a third of it where it is unpacked whole. A phone's camera makes 12 to 50 (as JPEG); a
# bomb makes thousands.
MOST_PIXELS = 64_000_000
# A JPEG that comes in layers has ten of them. Thousands, each of the whole picture, would keep a processor for minutes.
MOST_LAYERS = 60
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
_ORIENTATION = 0x0112
_ON_ITS_SIDE = frozenset({5, 6, 7, 8})
READ = ("JPEG", "PNG", "WEBP", "GIF", "AVIF")


def read(data: bytes, box: tuple[int, int], *, field: str) -> Image.Image:
    """The first picture in `data`, upright, RGB or RGBA, without metadata; larger than `box` by some times at most.

    Raises Refused on `field`: `no_picture` for what can't be read, `too_many_pixels` for what would not stop unpacking.
    """
    try:
        picture: Image.Image = Image.open(BytesIO(data), formats=READ)
        small_enough = _is_small_enough(picture, data)
        if small_enough:
            if picture.format == "JPEG":  # it can be unpacked at a fraction of its size: most of the time and memory
                picture.draft("RGB", _of_use(picture, box))
            picture = ImageOps.exif_transpose(_reduced(picture, box))
    except UNREADABLE as error:
        raise Refused(
            "no_picture", _("This is no picture that can be read: JPEG, PNG, WebP, AVIF or GIF."), field
        ) from error
    if not small_enough:
        raise Refused("too_many_pixels", _("This picture has too many pixels. Make it smaller first."), field)
    clean = Image.new(picture.mode, picture.size)
    clean.paste(picture)
    return clean


def _is_small_enough(picture: Image.Image, data: bytes) -> bool:
    """Asked of the head alone, before anything is unpacked."""
    if picture.format != "JPEG":
        return picture.width * picture.height <= MOST_PIXELS // 3
    # Inside a layer these two bytes never stand together.
    return picture.width * picture.height <= MOST_PIXELS and data.count(b"\xff\xda") <= MOST_LAYERS


def _of_use(picture: Image.Image, box: tuple[int, int]) -> tuple[int, int]:
    """The least size, as the picture lies, from which it fills the box when it stands upright."""
    wide, high = (box[1], box[0]) if picture.getexif().get(_ORIENTATION, 1) in _ON_ITS_SIDE else box
    # A square is cut from the middle, so the shorter side has to fill it; else the whole picture has to go in.
    fits = (wide / picture.width, high / picture.height)
    factor = min(1.0, max(fits) if wide == high else min(fits))
    return max(1, int(picture.width * factor)), max(1, int(picture.height * factor))


def _reduced(picture: Image.Image, box: tuple[int, int]) -> Image.Image:
    """The picture unpacked, and at once no larger than is of use: each copy of a large one weighs as much again."""
    picture.load()
    mode = "RGBA" if "A" in picture.getbands() or "transparency" in picture.info else "RGB"
    if picture.mode != mode:
        picture = picture.convert(mode)
    factor = min(picture.width // (2 * box[0]), picture.height // (2 * box[1]))
    return picture.reduce(factor) if factor > 1 else picture

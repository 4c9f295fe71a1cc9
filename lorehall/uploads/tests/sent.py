"""Files as people send them, the well-meant and the others."""

from __future__ import annotations

import struct
import zipfile
import zlib
from io import BytesIO
from typing import Any

from PIL import Image


def picture(width: int = 60, height: int = 40, kind: str = "JPEG", mode: str = "RGB", **options: Any) -> bytes:
    """Its left half is white, so that one sees how it was turned."""
    out = BytesIO()
    image = Image.new(mode, (width, height), "#336699")
    image.paste("#ffffff", (0, 0, width // 2, height))
    image.save(out, kind, **options)
    return out.getvalue()


def from_a_phone() -> bytes:
    """Lies on its side, and says where it was taken."""
    exif = Image.Exif()
    exif[0x0112] = 6  # to be turned by a quarter
    exif[0x010F] = "A camera"
    exif.get_ifd(0x8825)[1] = "N"
    return picture(60, 40, exif=exif, comment=b"at home")


def moving(frames: int = 4, side: int = 30, kind: str = "GIF") -> bytes:
    """Frames that all differ."""
    out = BytesIO()
    pictures = [Image.new("RGB", (side, side), (n * 70 % 256, n * 40 % 256, 90)) for n in range(frames)]
    pictures[0].save(out, kind, save_all=True, append_images=pictures[1:], duration=40)
    return out.getvalue()


def chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def png_of(side: int, data: bytes = b"\0" * 1000) -> bytes:
    """A PNG whose head promises `side` times `side` pixels, whatever its body holds."""
    header = struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(data)) + chunk(b"IEND", b"")


def png_with_words(words: bytes) -> bytes:
    """A PNG that carries a text beside its pixels, and more of it behind its end."""
    whole = picture(kind="PNG")
    return whole[:33] + chunk(b"tEXt", b"Comment\0" + words) + whole[33:] + words


def gif_of_frames(frames: int) -> bytes:
    """As many frames of one pixel: 100,000 of them take 2.3 MB."""
    head = b"GIF89a\x01\x00\x01\x00\x80\x00\x00\x00\x00\x00\xff\xff\xff"
    frame = b"\x21\xf9\x04\x00\x02\x00\x00\x00\x2c\x00\x00\x00\x00\x01\x00\x01\x00\x00\x02\x02\x44\x01\x00"
    return head + frame * frames + b"\x3b"


def archive() -> bytes:
    """A ZIP of zeros, two hundred times smaller than what is in it."""
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("zeros", b"\0" * 5_000_000)
    return out.getvalue()

"""The forms of a picture: which widths and formats there are of it, and how they are made.

While its sender waits, one form is made, the largest (`1600.webp`), from which the others follow in a job: narrower
ones, each as AVIF too, and one for programs that know neither. All of them are new pictures: nothing of the file that
was sent is left, neither where it was taken nor what was hidden behind its end.
"""

from __future__ import annotations

from contextlib import suppress
from io import BytesIO
from typing import Final

from PIL import Image

from lorehall.kernel import pictures

WIDEST: Final = 1600
BOX: Final = (WIDEST, 3 * WIDEST)
"""Narrow and long is what pictures of screens are."""
_NARROWER: Final = (480, 960)
FALLBACK_WIDTH: Final = 960
FALLBACKS: Final = ("old.jpg", "old.png")
"""The last to be made: where one is, all are."""
# A picture that moves: as much as this of it, or else its first frame.
MOST_FRAMES, MOST_MOVING_PIXELS, MOST_MOVING_SIDE = 200, 20_000_000, 1000
MOVING: Final = "moving.webp"
SENT: Final = "sent"
"""The file as it was sent, kept only while it waits to be made into `MOVING`; never handed out."""
_DRAWING: Final = 1_000_000
Files = dict[str, bytes]


def widths(width: int) -> tuple[int, ...]:
    """How wide the forms of a picture are, the widest last."""
    return (*(one for one in _NARROWER if one < 0.9 * width), width)


def first(data: bytes) -> tuple[Files, int, int]:
    """What is kept at once of a picture that was sent: its files by name, width and height. Raises Refused."""
    picture = pictures.read(data, BOX, field="file")
    picture.thumbnail(BOX, Image.Resampling.LANCZOS)
    files = {f"{picture.width}.webp": _largest(picture, data)}
    if _moves(data):
        files[SENT] = data
    return files, picture.width, picture.height


def _largest(picture: Image.Image, data: bytes) -> bytes:
    """Drawings stay as they are, to the pixel, where that takes no more room than a photo's way."""
    photo = _encode(picture, "WEBP", quality=88, method=2)
    if data.startswith((b"\x89PNG", b"GIF8")) and picture.width * picture.height <= _DRAWING:
        exact = _encode(picture, "WEBP", lossless=True, method=1, quality=40)
        return min(photo, exact, key=len)
    return photo


def rest(largest: bytes) -> Files:
    """The other forms, made from the largest."""
    whole = Image.open(BytesIO(largest), formats=("WEBP",))
    whole.load()
    files: Files = {}
    for width in widths(whole.width):
        picture = _as_wide_as(whole, width)
        if width != whole.width:
            files[f"{width}.webp"] = _encode(picture, "WEBP", quality=82, method=4)
        # One thread: the other processor has pages to make.
        files[f"{width}.avif"] = _encode(picture, "AVIF", quality=62, speed=8, max_threads=1)
    files.update(_fallback(_as_wide_as(whole, min(FALLBACK_WIDTH, whole.width))))
    return files


def _fallback(picture: Image.Image) -> Files:
    if picture.mode == "RGBA":
        return {"old.png": _encode(picture, "PNG", optimize=True)}
    return {"old.jpg": _encode(picture, "JPEG", quality=82, progressive=True)}


def moving(data: bytes) -> bytes | None:
    """The frames of a picture that moves as WebP; None where that would be too much, or it can't be read."""
    frames: list[Image.Image] = []
    durations: list[int] = []
    with suppress(*pictures.UNREADABLE):
        picture = Image.open(BytesIO(data), formats=("GIF", "WEBP"))
        if max(picture.size) > MOST_MOVING_SIDE:
            return None
        most = min(MOST_FRAMES, MOST_MOVING_PIXELS // (picture.width * picture.height))
        while len(frames) <= most:
            picture.seek(len(frames))
            frames.append(picture.convert("RGBA"))
            durations.append(max(20, int(picture.info.get("duration") or 100)))
        return None  # there are more
    if len(frames) < 2:
        return None
    out = BytesIO()
    frames[0].save(
        out, "WEBP", save_all=True, append_images=frames[1:], duration=durations, loop=0, quality=75, method=2
    )
    return out.getvalue()


def _moves(data: bytes) -> bool:
    if data.startswith(b"GIF8"):
        return data.count(b"\x21\xf9\x04") > 1
    return data[8:12] == b"WEBP" and data[12:16] == b"VP8X" and bool(data[20] & 2)


def _as_wide_as(picture: Image.Image, width: int) -> Image.Image:
    if width == picture.width:
        return picture
    height = max(1, round(picture.height * width / picture.width))
    return picture.resize((width, height), Image.Resampling.LANCZOS)


def _encode(picture: Image.Image, kind: str, **options: object) -> bytes:
    out = BytesIO()
    picture.save(out, kind, **options)
    return out.getvalue()

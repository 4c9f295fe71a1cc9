"""What a file is, by its first bytes. Neither its name nor what the sender says of it is asked."""

from __future__ import annotations

from typing import Final

_PICTURES: Final = (b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"GIF87a", b"GIF89a")
_KNOWN: Final = (
    (b"%PDF-", "application/pdf"),
    (b"PK\x03\x04", "application/zip"),
    (b"\x1f\x8b", "application/gzip"),
    (b"7z\xbc\xaf\x27\x1c", "application/x-7z-compressed"),
    (b"ID3", "audio/mpeg"),
    (b"OggS", "audio/ogg"),
    (b"fLaC", "audio/flac"),
)
_AVIF: Final = frozenset({b"avif", b"avis"})
_HEIF: Final = frozenset({b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1"})
UNKNOWN: Final = "application/octet-stream"


def is_picture(data: bytes) -> bool:
    """Whether it begins as a picture that we re-encode; if it can't be read then, it is broken."""
    if data.startswith(_PICTURES) or (data[:4] == b"RIFF" and data[8:12] == b"WEBP"):
        return True
    return data[4:8] == b"ftyp" and (data[8:12] in _AVIF or (data[8:12] == b"mif1" and b"avif" in data[16:64]))


def is_phone_picture(data: bytes) -> bool:
    """HEIC, which we can't read. As it is, it would tell where it was taken."""
    return data[4:8] == b"ftyp" and data[8:12] in _HEIF and not is_picture(data)


def media(data: bytes) -> str:
    """The media type of a file that is handed out as it came. What a browser could run is unknown to it."""
    for beginning, name in _KNOWN:
        if data.startswith(beginning):
            return name
    if data[4:8] == b"ftyp":
        return "video/mp4"
    return "text/plain; charset=utf-8" if _is_plain(data) else UNKNOWN


def _is_plain(data: bytes) -> bool:
    """Words, and no markup among the first of them."""
    if b"\0" in data or b"<" in data[:1024]:
        return False
    try:
        data.decode()
    except UnicodeDecodeError:
        return False
    return True

"""Pictures: re-encoded, upright, freed of what they tell, and refused when they are none."""

from __future__ import annotations

import struct
import zlib
from contextlib import suppress
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from lorehall.kernel import files, pictures
from lorehall.kernel.errors import Refused


@pytest.fixture(autouse=True)
def folder(settings, tmp_path: Path) -> Path:
    settings.MEDIA_ROOT = tmp_path / "uploads"
    return settings.MEDIA_ROOT


def picture(width: int = 60, height: int = 40, kind: str = "JPEG", mode: str = "RGB", **options) -> bytes:
    out = BytesIO()
    image = Image.new(mode, (width, height), "#336699" if mode == "RGB" else 0)
    if mode == "RGB":
        image.paste("#ffffff", (0, 0, width // 2, height))
    image.save(out, kind, **options)
    return out.getvalue()


def stored(key: str) -> Image.Image:
    path = files.find(key)
    assert path is not None
    image = Image.open(path)
    image.load()
    return image


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "GIF"])
def test_a_photo_becomes_a_square_webp(kind: str) -> None:
    image = stored(files.store_image(picture(kind=kind), max_px=32))
    assert (image.format, image.size) == ("WEBP", (32, 32))


def test_a_picture_that_is_no_photo_keeps_its_shape_and_is_never_made_larger() -> None:
    assert stored(files.store_image(picture(600, 300), max_px=100, square=False)).size == (100, 50)
    assert stored(files.store_image(picture(60, 40), max_px=100, square=False)).size == (60, 40)


def test_it_is_turned_upright_and_tells_nothing_of_camera_and_place() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6  # to be turned by a quarter
    exif[0x010F] = "A camera"
    exif.get_ifd(0x8825)[1] = "N"
    raw = picture(60, 40, exif=exif, comment=b"at home")
    image = stored(files.store_image(raw, max_px=60, square=False))
    assert image.size == (40, 60)
    assert image.getpixel((20, 5))[0] > 200  # what was left is above now
    assert not image.getexif()
    assert not {"exif", "comment", "xmp", "icc_profile"} & set(image.info)


def test_the_transparent_stays_transparent() -> None:
    assert stored(files.store_image(picture(kind="PNG", mode="RGBA"), max_px=10)).getpixel((1, 1))[3] == 0


def test_the_same_picture_is_kept_once(folder: Path) -> None:
    assert files.store_image(picture(), max_px=20) == files.store_image(picture(), max_px=20)
    assert len([path for path in folder.rglob("*") if path.is_file()]) == 1


def bomb(side: int) -> bytes:
    """A PNG whose header promises far more pixels than its bytes hold."""
    header = struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0)
    chunks = b""
    for kind, data in ((b"IHDR", header), (b"IDAT", zlib.compress(b"\0" * 1000)), (b"IEND", b"")):
        chunks += struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
    return b"\x89PNG\r\n\x1a\n" + chunks


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "no_picture"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'><script>1</script></svg>", "no_picture"),
        (b"GIF89a" + b"\0" * 40, "no_picture"),
        (b"%PDF-1.7", "no_picture"),
        (bomb(9000), "too_many_pixels"),
        (bomb(60000), "too_many_pixels"),
        (bomb(500), "no_picture"),
    ],
    ids=["nothing", "svg", "cut off", "pdf", "large", "huge", "hollow"],
)
def test_what_is_no_picture_or_a_bomb_is_refused(data: bytes, code: str) -> None:
    with pytest.raises(Refused) as caught:
        files.store_image(data, max_px=100)
    assert (caught.value.code, caught.value.field) == (code, "photo")


def test_too_large_a_file_is_refused_unread(settings) -> None:
    settings.UPLOAD_MOST = 2 * 1024 * 1024
    with pytest.raises(Refused, match="2 MB"):
        files.store_image(b"x" * (settings.UPLOAD_MOST + 1), max_px=100)


@pytest.mark.parametrize("key", ["", "x", "../secret-key", f"{'a' * 64}.webp", f"{'a' * 64}.svg", f"{'A' * 64}.webp"])
def test_what_is_no_key_finds_nothing(key: str) -> None:
    assert files.find(key) is None


@pytest.mark.django_db
def test_a_stored_picture_is_served_for_ever_and_can_do_nothing(client) -> None:
    key = files.store_image(picture(), max_px=20)
    response = client.get(files.url(key))
    assert response.status_code == 200
    assert b"".join(response.streaming_content)[8:12] == b"WEBP"
    assert response["Content-Type"] == "image/webp"
    assert "immutable" in response["Cache-Control"]
    assert response["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in response["Content-Security-Policy"]
    assert client.get("/uploads/nothing.webp").status_code == 404
    assert files.url("") == ""


@pytest.mark.filterwarnings("ignore:.*(Tag data|EXIF).*:UserWarning")
@pytest.mark.parametrize("kind", pictures.READ)
def test_a_broken_picture_is_refused_wherever_it_is_broken(kind: str) -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    whole = picture(kind=kind, exif=exif)
    for place in range(0, min(len(whole), 400), 3):
        for broken in (whole[:place], whole[:place] + b"\xff\x00" + whole[place + 2 :]):
            with suppress(Refused):
                files.store_image(broken, max_px=32)


def test_a_large_picture_is_made_small_before_it_is_copied() -> None:
    key = files.store_image(picture(3000, 2000, kind="PNG", mode="P"), max_px=50)
    assert stored(key).size == (50, 50)
    with pytest.raises(Refused) as refusal:
        files.store_image(picture(6000, 6000, kind="PNG", mode="1"), max_px=50)
    assert refusal.value.code == "too_many_pixels"

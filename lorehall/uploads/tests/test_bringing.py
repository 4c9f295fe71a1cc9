"""Bringing files: made anew, told apart by content, named soundly, kept within limits."""

from __future__ import annotations

import threading
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from PIL import Image

from lorehall.kernel import jobs
from lorehall.kernel.errors import Forbidden, Hidden, Refused
from lorehall.uploads import limits, sizes, store
from lorehall.uploads.models import Space, Upload
from lorehall.uploads.rules import Brought, bring
from lorehall.uploads.tests import sent
from tests.moments import MONDAY_MORNING

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def folder(settings: Any, tmp_path: Path) -> Path:
    settings.MEDIA_ROOT = tmp_path / "uploads"
    return settings.MEDIA_ROOT


def brought(cast: Any, data: bytes, name: str = "picture.png", who: str = "ada") -> Upload:
    return bring(cast.bakers.pk, Brought(data, name), by=cast.viewer(who))


def kept(upload: Upload, name: str) -> Image.Image:
    path = store.find(upload.key, name)
    assert path is not None, name
    image = Image.open(BytesIO(path.read_bytes()))
    image.load()
    return image


def names_kept(upload: Upload) -> set[str]:
    return {path.name for path in store.folder(upload.key).iterdir()}


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "GIF", "AVIF"])
def test_a_picture_of_any_kind_becomes_a_webp_whatever_it_is_called(cast: Any, kind: str) -> None:
    upload = brought(cast, sent.picture(kind=kind), "invoice.pdf")
    assert (upload.kind, upload.media, upload.width, upload.height) == ("image", "image/webp", 60, 40)
    assert kept(upload, "60.webp").format == "WEBP"


def test_a_photo_is_turned_upright_and_tells_nothing_of_camera_and_place(cast: Any) -> None:
    upload = brought(cast, sent.from_a_phone())
    jobs.run_all(strict=True)
    assert (upload.width, upload.height) == (40, 60)
    assert {image.stem for image in store.folder(upload.key).iterdir()} == {"40", "old"}
    for path in store.folder(upload.key).iterdir():
        image = kept(upload, path.name)
        assert image.getpixel((20, 5))[0] > 200, path.name  # what was left is above now
        assert not image.getexif()
        assert not {"exif", "comment", "xmp", "icc_profile"} & set(image.info), path.name


def test_a_large_picture_has_all_its_forms_when_the_job_has_run(cast: Any) -> None:
    upload = brought(cast, sent.picture(2000, 1000))
    assert names_kept(upload) == {"1600.webp"}
    jobs.run_all(strict=True)
    forms = {f"{width}.{kind}" for width in (480, 960, 1600) for kind in ("webp", "avif")}
    assert names_kept(upload) == forms | {"old.jpg"}
    assert kept(upload, "480.avif").size == (480, 240)


def test_a_picture_of_a_long_page_stays_readable(cast: Any) -> None:
    upload = brought(cast, sent.picture(1080, 4000))
    assert (upload.width, upload.height) == (1080, 4000)


def test_the_transparent_stays_transparent_also_for_old_programs(cast: Any) -> None:
    out = BytesIO()
    Image.new("RGBA", (20, 20), (0, 0, 0, 0)).save(out, "PNG")
    upload = brought(cast, out.getvalue())
    jobs.run_all(strict=True)
    assert kept(upload, "20.webp").getpixel((1, 1))[3] == 0
    assert kept(upload, "old.png").getpixel((1, 1))[3] == 0


@pytest.mark.parametrize("kind", ["GIF", "WEBP"])
def test_what_moves_keeps_moving_and_leaves_nothing_of_what_was_sent(cast: Any, kind: str) -> None:
    upload = brought(cast, sent.moving(kind=kind))
    jobs.run_all(strict=True)
    assert kept(upload, sizes.MOVING).n_frames == 4  # type: ignore[attr-defined]
    assert sizes.SENT not in names_kept(upload)


def test_what_moves_too_long_stands_still(cast: Any) -> None:
    upload = brought(cast, sent.gif_of_frames(100_000))
    jobs.run_all(strict=True)
    assert names_kept(upload) == {"1.webp", "1.avif", "old.jpg"}


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "empty"),
        (sent.png_of(50_000), "too_many_pixels"),
        (sent.png_of(5_000), "too_many_pixels"),
        (sent.png_of(500), "no_picture"),
        (sent.picture()[:200], "no_picture"),
        (b"GIF89a" + b"\0" * 40, "no_picture"),
        (b"\xff\xd8\xff\xe0" + b"\xff\xda" * 100_000, "no_picture"),
        (sent.picture() + b"\xff\xda" * 100, "too_many_pixels"),
        (b"\0\0\0\x18ftypheic\0\0\0\0mif1heic", "no_picture"),
    ],
    ids=["nothing", "bomb", "large", "hollow", "cut off", "gif cut off", "layers", "many layers", "heic"],
)
def test_what_is_broken_or_a_bomb_is_refused_and_leaves_nothing(
    cast: Any, folder: Path, data: bytes, code: str
) -> None:
    with pytest.raises(Refused) as caught:
        brought(cast, data)
    assert (caught.value.code, caught.value.field) == (code, "file")
    assert not Upload.objects.exists()
    assert not [path for path in folder.rglob("*") if path.is_file()]


SCRIPT = b"<html><script>alert(1)</script></html>"


@pytest.mark.parametrize(
    "data",
    [
        sent.png_with_words(SCRIPT),
        sent.picture(kind="GIF") + sent.archive(),
        sent.picture(comment=SCRIPT) + SCRIPT,
        sent.picture() + b"%PDF-1.7" + SCRIPT,
    ],
    ids=["html in png", "gifar", "html in jpeg", "pdf in jpeg"],
)
def test_of_what_is_two_things_at_once_only_the_picture_is_left(cast: Any, data: bytes) -> None:
    upload = brought(cast, data)
    jobs.run_all(strict=True)
    for path in store.folder(upload.key).iterdir():
        found = path.read_bytes()
        assert b"script" not in found
        assert b"PK\x03\x04" not in found
        assert b"%PDF" not in found


@pytest.mark.parametrize(
    ("data", "name", "media"),
    [
        (b"%PDF-1.7 ...", "plan.png", "application/pdf"),
        (sent.archive(), "photo.jpg", "application/zip"),
        (b"flour, water", "list.csv", "text/plain; charset=utf-8"),
        (SCRIPT, "page.html", "application/octet-stream"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'><script>1</script></svg>", "x.svg", "application/octet-stream"),
        (b"\x7fELF\0\0", "photo.png", "application/octet-stream"),
    ],
)
def test_any_other_file_stays_as_it_is_and_is_what_its_bytes_say(cast: Any, data: bytes, name: str, media: str) -> None:
    upload = brought(cast, data, name)
    assert (upload.kind, upload.media, upload.size, upload.width) == ("file", media, len(data), 0)
    path = store.find(upload.key, store.WHOLE)
    assert path is not None
    assert path.read_bytes() == data


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\Ada\\plan.pdf", "plan.pdf"),
        ("a\nb\r\x00c.txt", "a b c.txt"),
        ("invoice\u202efdp.exe", "invoicefdp.exe"),
        ("Теста рецепт.txt", "Теста рецепт.txt"),
        ('say "no" <b>.txt', "say no b .txt"),
        ("...", "file"),
        ("", "file"),
        ("x" * 1000 + ".tar", "x" * 116 + ".tar"),
    ],
)
def test_a_name_is_kept_without_its_folder_and_its_tricks(cast: Any, typed: str, name: str) -> None:
    assert brought(cast, b"flour", typed).name == name


def test_too_large_a_file_is_refused_unread(cast: Any, settings: Any) -> None:
    settings.UPLOAD_MOST = 1024 * 1024
    with pytest.raises(Refused, match="1 MB"):
        brought(cast, b"x" * (settings.UPLOAD_MOST + 1))


def test_a_community_has_only_so_much_room(cast: Any, settings: Any) -> None:
    settings.UPLOAD_COMMUNITY_MOST = 10
    brought(cast, b"123456")
    with pytest.raises(Refused) as caught:
        brought(cast, b"12345", who="bo")
    assert caught.value.code == "community_full"
    brought(cast, b"1234", who="bo")
    assert Space.objects.get(community=cast.bakers).taken == 10


def test_a_person_brings_only_so_much_in_a_day(cast: Any, settings: Any, clock: Any) -> None:
    clock.stop_at(MONDAY_MORNING)
    settings.UPLOAD_DAY_MOST = 10
    brought(cast, b"1234567890")
    for community in (cast.bakers, cast.vault):
        with pytest.raises(Refused) as caught:
            bring(community.pk, Brought(b"1", "one"), by=cast.viewer("ada"))
        assert caught.value.code == "day_full"
    brought(cast, b"1", who="bo")
    clock.let_pass(timedelta(days=1))
    brought(cast, b"1234567890")


def test_small_pictures_are_no_way_around_the_measure_of_a_day(cast: Any, settings: Any) -> None:
    settings.UPLOAD_DAY_MOST = 2 * limits.PICTURE
    for _ in range(2):
        brought(cast, sent.picture(kind="PNG"))
    with pytest.raises(Refused) as caught:
        brought(cast, sent.picture(kind="PNG"))
    assert caught.value.code == "day_full"
    assert Space.objects.get(community=cast.bakers).taken < limits.PICTURE


@pytest.mark.parametrize(("who", "error"), [("cy", Forbidden), ("eve", Forbidden), ("sam", Forbidden)])
def test_only_who_writes_in_a_community_brings_something(cast: Any, who: str, error: type[Exception]) -> None:
    with pytest.raises(error):
        brought(cast, b"flour", who=who)
    with pytest.raises(Hidden):
        bring(cast.vault.pk, Brought(b"flour", "x"), by=cast.viewer(who))


def test_the_same_bytes_twice_share_nothing(cast: Any) -> None:
    """Nobody learns from an address, an answer or a file that others have the same."""
    one = brought(cast, sent.picture())
    other = bring(cast.vault.pk, Brought(sent.picture(), "picture.png"), by=cast.viewer("bo"))
    assert one.key != other.key
    assert names_kept(one) == names_kept(other) == {"60.webp"}


def test_what_can_not_be_written_down_leaves_no_file(cast: Any, folder: Path, settings: Any) -> None:
    """The room runs out between the look and the count."""
    settings.UPLOAD_COMMUNITY_MOST = 10
    Space.objects.create(community=cast.bakers, taken=5)
    with pytest.raises(Refused):
        brought(cast, b"123456")
    assert not [path for path in folder.rglob("*") if path.is_file()]


@pytest.mark.django_db(transaction=True)
def test_of_two_who_race_for_the_last_room_one_is_refused(cast: Any, settings: Any) -> None:
    settings.UPLOAD_COMMUNITY_MOST = 100
    viewers = {who: cast.viewer(who) for who in ("ada", "bo", "di")}
    start, refused = threading.Barrier(3), []

    def race(who: str) -> None:
        start.wait()
        try:
            bring(cast.bakers.pk, Brought(b"x" * 60, "x"), by=viewers[who])
        except Refused as no:
            refused.append(no.code)
        finally:
            connection.close()

    threads = [threading.Thread(target=race, args=(who,)) for who in viewers]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert refused == ["community_full"] * 2
    assert Upload.objects.count() == 1
    assert Space.objects.get(community=cast.bakers).taken == 60

"""What nobody uses goes; what somebody uses, or is about to, stays."""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from lorehall.drafts.tests.writing import keep, ticket
from lorehall.kernel import clock as now
from lorehall.uploads import jobs, store
from lorehall.uploads.models import Day, Space, Upload
from tests.making import bring, png, talk

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1, minutes=1)


@pytest.fixture(autouse=True)
def folder(settings: Any, tmp_path: Path) -> Iterator[Path]:
    settings.MEDIA_ROOT = tmp_path / "uploads"
    kept = list(jobs.KEPT_BY)
    yield settings.MEDIA_ROOT
    jobs.KEPT_BY[:] = kept


def sweep(later: timedelta = DAY) -> int:
    with now.at(now.now() + later):
        return int(jobs.sweep_uploads.func())


def test_what_no_text_took_in_within_a_day_goes_with_its_files_and_its_room(cast: Any) -> None:
    ada = cast.viewer("ada")
    loose, held = bring(ada, cast.bakers, b"loose"), bring(ada, cast.bakers, b"held")
    talk(ada, cast.bakers, text=f"[held]({held.url})")
    assert sweep(timedelta(hours=23)) == 0
    assert sweep() == 1
    assert list(Upload.objects.values_list("key", flat=True)) == [held.key]
    assert not store.folder(loose.key).exists()
    assert store.find(held.key, store.WHOLE)
    assert Space.objects.get(community=cast.bakers).taken == len(b"held")


def test_what_a_draft_names_stays(cast: Any) -> None:
    ada = cast.viewer("ada")
    item = talk(ada, cast.bakers)
    named, loose = bring(ada, cast.bakers, png()), bring(ada, cast.bakers, png())
    keep(ada, f"Look: ![crumb]({named.url})", ticket(ada, "reply", item.pk))
    assert sweep() == 1
    assert Upload.objects.get().key == named.key
    assert not store.folder(loose.key).exists()


def test_what_an_edit_took_out_stays_so_that_the_edit_can_be_taken_back(cast: Any) -> None:
    from lorehall.content.rules.edit import Edit, edit
    from tests.making import opening

    ada = cast.viewer("ada")
    held = bring(ada, cast.bakers, png())
    post = opening(talk(ada, cast.bakers, text=f"![crumb]({held.url})"))
    edit(post.pk, Edit("Nothing.", 1), by=ada)
    assert sweep() == 0
    assert Upload.objects.exists()


def test_a_folder_without_a_row_goes_when_it_is_a_day_old(cast: Any, folder: Path) -> None:
    """What was killed between the disk and the database."""
    key = store.new_key()
    store.put(key, {store.WHOLE: b"half"})
    assert sweep(timedelta(hours=23)) == 0
    assert sweep() == 1
    assert not store.folder(key).exists()


def test_a_file_that_was_killed_half_way_is_under_no_name(cast: Any) -> None:
    """Only a whole file is moved to the name that is served."""
    held = bring(cast.viewer("ada"), cast.bakers, b"flour")
    (store.folder(held.key) / "tmp123").write_bytes(b"flo")
    assert store.find(held.key, store.WHOLE, "tmp123") == store.folder(held.key) / store.WHOLE


def test_room_that_was_counted_wrongly_is_counted_anew(cast: Any) -> None:
    ada = cast.viewer("ada")
    held = bring(ada, cast.bakers, b"flour")
    talk(ada, cast.bakers, text=f"[flour]({held.url})")
    Space.objects.update(taken=77)
    sweep()
    assert Space.objects.get().taken == 5


def test_days_long_past_are_forgotten(cast: Any) -> None:
    bring(cast.viewer("ada"), cast.bakers, b"flour")
    sweep(timedelta(days=9))
    assert not Day.objects.exists()


def test_two_who_sweep_remove_a_thing_once(cast: Any) -> None:
    upload = Upload.objects.get(key=bring(cast.viewer("ada"), cast.bakers, b"flour").key)
    assert jobs._remove(upload)
    assert not jobs._remove(upload)
    assert Space.objects.get().taken == 0


def test_a_job_for_what_is_gone_makes_nothing(cast: Any) -> None:
    held = bring(cast.viewer("ada"), cast.bakers, png())
    Upload.objects.all().delete()
    jobs.make_sizes.func(held.id)
    assert [path.name for path in store.folder(held.key).iterdir()] == ["40.webp"]


def test_photos_that_nobody_shows_any_more_go_and_those_shown_stay(cast: Any, folder: Path) -> None:
    from lorehall.house import sweeps
    from lorehall.kernel import files
    from lorehall.people.rules import set_photo

    ada = cast.viewer("ada")
    old = set_photo(ada.id, png(colour="#ff0000"), by=ada)
    shown = set_photo(ada.id, png(colour="#00ff00"), by=ada)
    for key in (old, shown):
        long_ago = now.now().timestamp() - DAY.total_seconds()
        os.utime(files.path_of(key), (long_ago, long_ago))
    fresh = files.store_image(png(colour="#0000ff"), max_px=20)
    assert sweeps.photos.func() == 1
    assert [files.find(key) is not None for key in (old, shown, fresh)] == [False, True, True]

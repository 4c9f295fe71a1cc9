"""What `/files/KEY/NAME` answers: the right form, as what it is, to be kept by whom."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.test import Client

from lorehall.kernel import jobs
from lorehall.uploads import store
from lorehall.uploads.tests import sent
from tests.making import bring, png, talk

pytestmark = pytest.mark.django_db
BROWSER = "image/avif,image/webp,image/apng,image/svg+xml,image/*,*/*;q=0.8"

VALUE = re.compile(rb'value="[^"]*"')


@pytest.fixture(autouse=True)
def folder(settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path / "uploads"


def client(cast: Any, who: str = "") -> Client:
    found = Client()
    if who:
        found.force_login(cast.person(who), backend=django_settings.AUTHENTICATION_BACKENDS[-1])
    return found


def asked(url: str, by: Client, accept: str = BROWSER, **more: Any) -> Any:
    """The answer, with its body read and its file closed."""
    answer = by.get(url, headers={"Accept": accept, **more})
    if answer.streaming:
        answer.body = b"".join(answer.streaming_content)
        for close in answer._resource_closers:
            close()
    return answer


@pytest.fixture
def photo(cast: Any) -> Any:
    """A large picture in public."""
    file = bring(cast.viewer("ada"), cast.bakers, sent.picture(2000, 1000), "Моя crumb.jpg")
    talk(cast.viewer("ada"), cast.bakers, text=f"![crumb]({file.url})")
    return file


def test_a_browser_gets_the_width_it_asks_for_in_the_best_form_it_knows(cast: Any, photo: Any) -> None:
    jobs.run_all(strict=True)
    visitor = client(cast)
    for accept, kind in ((BROWSER, "avif"), ("image/webp,*/*", "webp")):
        answer = asked(f"/files/{photo.key}/480.webp", visitor, accept)
        assert answer["Content-Type"] == f"image/{kind}"
        path = store.find(photo.key, f"480.{kind}")
        assert path is not None
        assert answer.body == path.read_bytes()
        assert answer["Vary"] == "Accept"
    assert asked(photo.url, visitor)["ETag"].endswith('-1600.avif"')
    assert asked(f"/files/{photo.key}/481.webp", visitor)["ETag"].endswith('-1600.avif"')


def test_a_program_that_knows_neither_gets_a_jpeg(cast: Any, photo: Any) -> None:
    jobs.run_all(strict=True)
    answer = asked(photo.url, client(cast), "*/*")
    assert answer["Content-Type"] == "image/jpeg"
    assert answer.body[:3] == b"\xff\xd8\xff"


def test_before_the_job_has_run_the_largest_stands_for_all_and_is_not_kept(cast: Any, photo: Any) -> None:
    answer = asked(f"/files/{photo.key}/480.webp", client(cast))
    assert (answer.status_code, answer["Content-Type"]) == (200, "image/webp")
    assert answer["Cache-Control"] == "private, no-cache"


def test_a_picture_is_looked_at_in_place_and_any_other_file_is_a_download(cast: Any, photo: Any) -> None:
    answer = asked(photo.url, client(cast))
    assert answer["Content-Disposition"] == "inline; filename*=utf-8''%D0%9C%D0%BE%D1%8F%20crumb.webp"
    page = bring(cast.viewer("ada"), cast.bakers, b"<script>alert(1)</script>", "page.html")
    answer = asked(page.url, client(cast, "ada"))
    assert answer["Content-Disposition"] == 'attachment; filename="page.html"'
    assert answer["Content-Type"] == "application/octet-stream"
    assert answer.body == b"<script>alert(1)</script>"


def test_nothing_handed_out_can_act(cast: Any, photo: Any) -> None:
    answer = asked(photo.url, client(cast))
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in answer["Content-Security-Policy"]
    assert "default-src 'none'" in answer["Content-Security-Policy"]
    assert answer["Cross-Origin-Resource-Policy"] == "same-origin"


def test_what_is_open_is_kept_and_what_is_not_is_asked_for_each_time(cast: Any, photo: Any) -> None:
    hidden = bring(cast.viewer("ada"), cast.vault, png())
    talk(cast.viewer("ada"), cast.vault, text=f"![hush]({hidden.url})")
    jobs.run_all(strict=True)
    assert asked(photo.url, client(cast))["Cache-Control"] == "public, max-age=31536000, s-maxage=3600, immutable"
    assert asked(photo.url, client(cast, "bo"))["Cache-Control"] == "private, max-age=31536000, immutable"
    answer = asked(hidden.url, client(cast, "bo"))
    assert answer["Cache-Control"] == "private, no-cache"
    assert {"Accept", "Cookie"} <= set(answer["Vary"].split(", "))


def test_who_has_it_already_is_told_so(cast: Any, photo: Any) -> None:
    visitor = client(cast)
    etag = asked(photo.url, visitor)["ETag"]
    for known in (etag, f"W/{etag}", f'"other", {etag}'):
        answer = asked(photo.url, visitor, **{"If-None-Match": known})
        assert (answer.status_code, answer.content) == (304, b"")
        assert "sandbox" in answer["Content-Security-Policy"]
    assert asked(photo.url, visitor, **{"If-None-Match": '"other"'}).status_code == 200


def test_its_head_says_its_size(cast: Any, photo: Any) -> None:
    answer = client(cast).head(photo.url, headers={"Accept": "image/webp"})
    path = store.find(photo.key, "1600.webp")
    assert path is not None
    assert (answer.content, answer["Content-Length"]) == (b"", str(path.stat().st_size))


def test_hidden_and_missing_are_answered_alike(cast: Any, queries: Any) -> None:
    hidden = bring(cast.viewer("ada"), cast.vault, png())
    talk(cast.viewer("ada"), cast.vault, text=f"![hush]({hidden.url})")
    cy = client(cast, "cy")
    cy.get("/")  # whatever a session writes once, it has written
    answers = []
    for url in (hidden.url, f"/files/{'f' * 32}/{hidden.url.rpartition('/')[2]}"):
        with queries.at_most(2) as counted:
            answer = asked(url, cy)
        answers.append(
            (answer.status_code, VALUE.sub(b"", answer.content).replace(url.encode(), b""), counted.statements)
        )
    assert answers[0][0] == 404
    assert answers[0] == answers[1]


def test_a_row_whose_files_are_lost_is_not_there(cast: Any, photo: Any) -> None:
    store.remove(photo.key)
    assert asked(photo.url, client(cast)).status_code == 404


def test_deleting_ends_it_at_once(cast: Any, photo: Any) -> None:
    from lorehall.content.models import Post
    from lorehall.content.rules.delete import delete

    delete(Post.objects.get().pk, by=cast.viewer("ada"))
    assert asked(photo.url, client(cast)).status_code == 404
    assert asked(photo.url, client(cast, "ada")).status_code == 200


def test_ones_own_files_are_listed_and_a_loose_one_is_deleted(cast: Any, photo: Any) -> None:
    ada = client(cast, "ada")
    loose = bring(cast.viewer("ada"), cast.bakers, b"flour", "list.txt")
    page = ada.get("/settings/files").content.decode()
    assert "list.txt" in page
    assert "How long the dough may rest" in page
    assert page.count("/delete") == 1
    assert ada.post(f"/settings/files/{photo.key}/delete").status_code == 422
    assert ada.post(f"/settings/files/{loose.key}/delete").status_code == 302
    assert "list.txt" not in ada.get("/settings/files").content.decode()


def test_a_script_brings_a_file_and_is_told_the_line_for_the_text(cast: Any) -> None:
    from django.core.files.uploadedfile import SimpleUploadedFile

    ada = client(cast, "ada")
    url = f"/c/{cast.bakers.slug}/files/new"
    json = {"Accept": "application/json"}
    answer = ada.post(url, {"file": SimpleUploadedFile("a [b].png", png())}, headers=json)
    assert answer.status_code == 201
    assert answer.json()["markdown"] == f"![]({answer.json()['url']})"
    answer = ada.post(url, {"file": SimpleUploadedFile("a [b].txt", b"flour")}, headers=json)
    assert answer.json()["markdown"] == f"[a \\[b\\].txt]({answer.json()['url']})"
    answer = ada.post(url, {"file": SimpleUploadedFile("x.png", b"\x89PNG\r\n\x1a\n")}, headers=json)
    assert (answer.status_code, "no picture" in answer.json()["error"]) == (422, True)
    answer = ada.post(url, {"file": SimpleUploadedFile("x.txt", b"")}, headers=json)
    assert answer.json()["error"] == "This file is empty."


def test_without_scripts_a_page_brings_it_and_shows_the_line_for_the_text(cast: Any) -> None:
    from django.core.files.uploadedfile import SimpleUploadedFile

    ada = client(cast, "ada")
    form = {"file": SimpleUploadedFile("crumb.png", png()), "alt": "The crumb"}
    answer = ada.post(f"/c/{cast.bakers.slug}/files/new", form, follow=True)
    assert "![The crumb](/files/" in answer.content.decode()
    answer = ada.post(f"/c/{cast.bakers.slug}/files/new", {})
    assert answer.status_code == 422

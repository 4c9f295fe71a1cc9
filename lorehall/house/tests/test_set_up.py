"""The first account: by a link that works once; afterwards there is nothing at its address."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest

from lorehall.house import set_up
from lorehall.people import queries, rules

pytestmark = pytest.mark.django_db
GIVEN = {"name": "Hana Host", "email": "hana@example.org", "password": "a lamp in the window 7"}


@pytest.fixture(autouse=True)
def folder(settings, tmp_path: Path) -> Path:
    settings.DATA = tmp_path
    return tmp_path


def test_the_link_makes_the_host_and_signs_them_in(client, folder: Path) -> None:
    token = set_up.make_link()
    kept = folder / "set-up"
    assert token not in kept.read_text()
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600
    assert client.get(f"/setup/{token}").status_code == 200
    response = client.post(f"/setup/{token}", GIVEN)
    assert (response.status_code, response["Location"]) == (302, "/")
    assert queries.has_host()
    assert client.session["_auth_user_id"]
    assert not kept.exists()


def test_until_then_the_front_page_says_where_the_link_is(client) -> None:
    set_up.make_link()
    assert "in the terminal" in client.get("/").content.decode()
    rules.create_host(**GIVEN)
    assert client.get("/")["Location"] == "/communities"


def test_afterwards_there_is_nothing_in_the_words_of_any_other_nothing(client) -> None:
    token = set_up.make_link()
    client.post(f"/setup/{token}", GIVEN)
    client.logout()
    nothing = client.get("/setup-of-nothing").content.decode()
    for gone in (client.get(f"/setup/{token}"), client.get("/setup/wrong")):
        assert gone.status_code == 404
        words = gone.content.decode().replace(gone.request["PATH_INFO"], "/setup-of-nothing")
        assert words == nothing
    assert set_up.make_link() == ""


def test_a_newer_link_ends_the_older(client) -> None:
    older, newer = set_up.make_link(), set_up.make_link()
    assert client.get(f"/setup/{older}").status_code == 404
    assert client.get(f"/setup/{newer}").status_code == 200


def test_what_is_refused_keeps_the_words_and_the_link(client) -> None:
    token = set_up.make_link()
    response = client.post(f"/setup/{token}", {**GIVEN, "password": "short"})
    assert response.status_code == 422
    assert "Hana Host" in response.content.decode()
    assert set_up.opens(token)
    assert not queries.has_host()


def test_of_two_who_use_the_link_at_once_one_becomes_the_host(client, folder: Path) -> None:
    token = set_up.make_link()
    # The other one came between our look at the link and our use of it.
    path = folder / "set-up"
    original = set_up.use_up
    path_kept = path.read_text()
    assert original()
    path.write_text(path_kept)
    assert set_up.use_up()
    assert not set_up.use_up()
    assert client.post(f"/setup/{token}", GIVEN).status_code == 404
    assert not queries.has_host()


def test_an_installation_with_a_host_makes_no_link() -> None:
    rules.create_host(**GIVEN)
    assert set_up.make_link() == ""

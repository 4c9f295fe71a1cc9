"""Settings: every one has a default and a sentence; nonsense is refused in words that say the way out."""

from __future__ import annotations

import re
import stat
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lorehall.house import config
from lorehall.house.config import SETTINGS, Nonsense
from tests.house.tree import ROOT

WORDS = st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]))


def read(**environ: str) -> config.Config:
    return config.read({f"LOREHALL_{name}": value for name, value in environ.items()})


def test_without_any_variable_every_setting_has_its_default() -> None:
    found = config.read({})
    assert set(found.values) == {setting.name for setting in SETTINGS}
    assert found["LOREHALL_URL"] == "http://localhost:8000"
    assert found["LOREHALL_DATA"] == Path("lorehall-data").absolute()
    assert read(PORT="9000")["LOREHALL_URL"] == "http://localhost:9000"


def test_an_empty_variable_is_an_absent_one() -> None:
    assert read(PORT=" ", DEBUG="").values == config.read({}).values


@pytest.mark.parametrize(
    ("name", "value", "meant"),
    [
        ("DEBUG", "On", True),
        ("DEBUG", "no", False),
        ("PORT", "80", 80),
        ("SIGNUP", "Invited", "invited"),
        ("LOG_LEVEL", "warning", "WARNING"),
        ("URL", "https://lore.example.org/", "https://lore.example.org"),
        ("ALLOWED_HOSTS", "a.example, b.example,", ["a.example", "b.example"]),
        ("MAIL_URL", "smtps://me:p%40ss@mail.example:465", "smtps://me:p%40ss@mail.example:465"),
        ("MAIL_FROM", "Lore <a@b.example>", "Lore <a@b.example>"),
        ("TIME_ZONE", "Europe/Vienna", "Europe/Vienna"),
    ],
)
def test_what_is_meant_is_read(name: str, value: str, meant: object) -> None:
    assert read(**{name: value})[f"LOREHALL_{name}"] == meant


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("DEBUG", "maybe"),
        ("PORT", "0"),
        ("PORT", "65536"),
        ("PORT", "٨٠"),
        ("WEB", "0"),
        ("WEB_THREADS", "-1"),
        ("SIGNUP", "closed"),
        ("LOG_LEVEL", "loud"),
        ("LOG_FORMAT", "xml"),
        ("URL", "lore.example.org"),
        ("URL", "https://lore.example.org/forum"),
        ("URL", "https://me:you@lore.example.org"),
        ("URL", "https://lore.example.org:99999"),
        ("DATABASE_URL", "mysql://localhost/lore"),
        ("DATABASE_URL", "postgres://localhost"),
        ("SECRET_KEY", "short"),
        ("MAIL_URL", "mail.example.org"),
        ("MAIL_URL", "smtp://"),
        ("MAIL_URL", "file:"),
        ("MAIL_FROM", "nobody"),
        ("TRUSTED_PROXIES", "proxy.example.org"),
        ("TRUSTED_PROXIES", "10.0.0.1/8"),
        ("TIME_ZONE", "Middle/Earth"),
        ("UPLOAD_MB", "ten"),
    ],
)
def test_nonsense_is_refused_with_the_name_and_a_way_out(name: str, value: str) -> None:
    with pytest.raises(Nonsense) as caught:
        read(**{name: value})
    assert re.fullmatch(rf"LOREHALL_{name} is .+, which can't be used: .+\.", str(caught.value))


def test_a_secret_is_not_repeated_in_a_complaint() -> None:
    with pytest.raises(Nonsense) as caught:
        read(DATABASE_URL="mysql://me:hunter2@localhost/lore")
    assert "hunter2" not in str(caught.value)


@given(st.sampled_from(SETTINGS), WORDS)
def test_whatever_stands_in_a_variable_it_is_read_or_refused(setting: config.Setting, value: str) -> None:
    refusal = ""
    try:
        config.read({setting.name: value})
    except Nonsense as nonsense:
        refusal = str(nonsense)
    assert not refusal or refusal.startswith(setting.name)


def test_an_unknown_variable_is_named_with_its_nearest() -> None:
    found = config.unknown({"LOREHALL_PROT": "1", "LOREHALL_XYZZYX": "1", "LOREHALL_TEST_ENGINE": "x", "HOME": "/"})
    assert found == [("LOREHALL_PROT", "LOREHALL_PORT"), ("LOREHALL_XYZZYX", "")]


def test_the_secret_key_is_made_once_and_closed_to_others(tmp_path: Path) -> None:
    settings = read(DATA=str(tmp_path / "new"))
    key = config.secret_key(settings)
    assert len(key) >= 48
    assert config.secret_key(settings) == key
    path = tmp_path / "new" / "secret-key"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert list(path.parent.iterdir()) == [path]
    assert config.secret_key(read(SECRET_KEY="k" * 40)) == "k" * 40


def test_a_data_folder_that_cannot_be_is_refused_in_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(Nonsense, match="can't be made"):
        config.secret_key(read(DATA=str(tmp_path / "file" / "data")))


def test_the_document_says_every_setting_with_its_default_and_sentence() -> None:
    text = (ROOT / "docs" / "settings.md").read_text("utf-8")
    for setting in SETTINGS:
        default = f"`{setting.default}`" if setting.default else "empty"
        assert f"| `{setting.name}` | {default} | {setting.about} |" in text

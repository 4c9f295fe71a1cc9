"""The documents say what is there, all of it."""

from __future__ import annotations

import re

import pytest

from tests.house import tree

pytestmark = pytest.mark.once

ARCHITECTURE = tree.ROOT / "docs" / "ARCHITECTURE.md"
SETTINGS = tree.ROOT / "docs" / "settings.md"
MOST_IN_ARCHITECTURE = 200
MOST_IN_A_README = 120
LINK = re.compile(r"\]\((?!https?:|mailto:|#)([^)#\s]+)[^)]*\)")


def test_every_capability_has_a_readme_of_one_page() -> None:
    for name in tree.capabilities():
        readme = tree.PACKAGE / name / "README.md"
        assert readme.exists(), f"lorehall/{name} has no README.md"
        lines = readme.read_text("utf-8").splitlines()
        assert len(lines) <= MOST_IN_A_README, f"lorehall/{name}/README.md is longer than a page"


def test_the_architecture_names_every_folder() -> None:
    text = ARCHITECTURE.read_text("utf-8")
    missing = [name for name in tree.capabilities() if f"`{name}/`" not in text]
    kernel = [path.parent.name for path in (tree.PACKAGE / "kernel").glob("*/__init__.py")]
    missing += [name for name in kernel if name not in {"tests", "migrations"} and f"`kernel/{name}/`" not in text]
    top = [path.name for path in tree.ROOT.iterdir() if path.is_dir() and path.name in tree.OURS]
    missing += [name for name in top if not name.startswith(".") and f"`{name}/`" not in text]
    assert not missing, f"docs/ARCHITECTURE.md does not name {', '.join(missing)}"


def test_the_architecture_names_no_folder_that_is_gone() -> None:
    named = re.findall(r"^\| `([a-z/]+)/` \|", ARCHITECTURE.read_text("utf-8"), re.MULTILINE)
    assert named
    gone = [name for name in named if not ((tree.PACKAGE / name).is_dir() or (tree.ROOT / name).is_dir())]
    assert not gone


def test_the_architecture_stays_readable_in_one_sitting() -> None:
    assert len(ARCHITECTURE.read_text("utf-8").splitlines()) <= MOST_IN_ARCHITECTURE


def test_every_setting_is_documented_and_no_other() -> None:
    from lorehall.house import config

    documented = set(re.findall(r"\bLOREHALL_[A-Z_]+\b", SETTINGS.read_text("utf-8")))
    assert {setting.name for setting in config.SETTINGS} == documented


def test_every_decision_is_numbered_and_says_its_consequences() -> None:
    decisions = sorted((tree.ROOT / "docs" / "decisions").glob("*.md"))
    numbers = [int(path.name[:4]) for path in decisions]
    assert numbers == list(range(1, len(numbers) + 1))
    for path in decisions:
        text = path.read_text("utf-8").lower()
        for part in ("## context", "## decision", "## consequences"):
            assert part in text, f"{path.name} has no {part}"


def test_no_link_between_documents_is_broken() -> None:
    broken = [
        f"{tree.short(path)}: {target}"
        for path in tree.ours(".md")
        if "tests" not in path.parts and "texts" not in path.parts
        for target in LINK.findall(path.read_text("utf-8"))
        if not (path.parent / target).exists()
    ]
    assert not broken, tree.told(broken)

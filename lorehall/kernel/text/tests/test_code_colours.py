"""Code is readable in every colour it may have, light and dark, and every class has one."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from lorehall.kernel import ui
from lorehall.kernel.text.highlight import CLASSES, LANGUAGES, known
from lorehall.kernel.ui.tests.colour import contrast, tokens

CSS = (Path(ui.__file__).parent / "static" / "css" / "code.css").read_text()
PAIRS = re.findall(r"light-dark\((oklch\([^)]*\)), (oklch\([^)]*\))\)", CSS)
TOKENS = tokens()


def test_every_class_of_the_highlighter_has_a_colour() -> None:
    for name in CLASSES:
        assert re.search(rf"\.{name}\b", CSS), name


@pytest.mark.parametrize("scheme", [0, 1], ids=["light", "dark"])
def test_code_is_readable_on_its_ground(scheme: int) -> None:
    named = [TOKENS[name][scheme] for name in ("ink", "ink-3", "good", "warn", "bad")]
    assert PAIRS
    for colour in [*named, *(pair[scheme] for pair in PAIRS)]:
        assert contrast(colour, TOKENS["sunk"][scheme], 0) >= 4.5, colour


def test_every_language_on_the_list_has_a_lexer() -> None:
    assert [name for name in sorted(LANGUAGES) if not known(name)] == []

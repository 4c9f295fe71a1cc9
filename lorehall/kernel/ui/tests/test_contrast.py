"""Every hue, light and dark, is readable: WCAG AA for text, 3:1 for the edges of what one can use."""

from __future__ import annotations

import pytest

from lorehall.kernel.ui.tests.colour import contrast, tokens

TOKENS = tokens()
TEXT = [
    *[(ink, ground) for ink in ("ink", "ink-2", "ink-3") for ground in ("paper", "surface", "sunk")],
    *[("accent-ink", ground) for ground in ("paper", "surface", "sunk", "accent-soft")],
    ("accent", "paper"),
    ("paper", "accent"),
    ("paper", "accent-ink"),
    ("face-ink", "face"),
    ("ink", "accent-soft"),
    *[(state, ground) for state in ("good", "warn", "bad") for ground in ("paper", "surface")],
    *[(state, f"{state}-soft") for state in ("good", "warn", "bad")],
    ("ink", "bad-soft"),
    ("ink", "good-soft"),
    ("paper", "ink"),
]
EDGES = [("edge", "paper"), ("edge", "surface"), ("accent", "surface")]


def test_the_tokens_were_found() -> None:
    assert {"ink", "paper", "accent", "face", "good-soft"} <= set(TOKENS)


@pytest.mark.parametrize("scheme", [0, 1], ids=["light", "dark"])
@pytest.mark.parametrize(("front", "back"), TEXT)
def test_text_is_readable_on_its_ground_in_every_hue(front: str, back: str, scheme: int) -> None:
    for hue in range(0, 360, 10):
        ratio = contrast(TOKENS[front][scheme], TOKENS[back][scheme], hue)
        assert ratio >= 4.5, f"{front} on {back} has {ratio:.2f} at hue {hue}"


@pytest.mark.parametrize("scheme", [0, 1], ids=["light", "dark"])
@pytest.mark.parametrize(("front", "back"), EDGES)
def test_edges_of_fields_and_buttons_can_be_seen(front: str, back: str, scheme: int) -> None:
    for hue in range(0, 360, 10):
        assert contrast(TOKENS[front][scheme], TOKENS[back][scheme], hue) >= 3

"""The checks of the journeys can fail: each finds its kind of fault on a page that has it."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page

from tests.journeys.checks import Validator, axe, dim, moves, sticks_out
from tests.journeys.chromium import complaints
from tests.journeys.keys import Keyboard

SOUND = """<!doctype html><html lang="en"><head><title>A page</title>
<meta name="viewport" content="width=device-width"></head>
<body><main><h1>A page</h1><p>Words.</p></main></body></html>"""


def test_a_sound_page_passes_every_check(loose_page: Page, validator: Validator | None) -> None:
    loose_page.set_content(SOUND)
    assert not axe(loose_page)
    assert not sticks_out(loose_page)
    assert not complaints(loose_page).said
    if validator is None:
        pytest.skip("Java or the HTML checker is not here, so HTML was not validated.")
    assert not validator.errors(SOUND)


def test_a_picture_without_words_is_found_by_axe(loose_page: Page) -> None:
    loose_page.set_content(SOUND.replace("Words.", '<img src="data:,">'))
    assert any(finding.startswith("image-alt") for finding in axe(loose_page))


def test_a_page_too_wide_for_a_phone_is_found(loose_page: Page) -> None:
    loose_page.set_content(SOUND.replace("<p>", '<p style="width: 600px">'))
    assert sticks_out(loose_page) == ["p."]


def test_a_page_that_moves_after_it_was_drawn_is_found(loose_page: Page) -> None:
    loose_page.set_content(SOUND)
    assert not moves(loose_page)
    loose_page.wait_for_timeout(600)  # what moves right after a window got its size does not count
    loose_page.evaluate("document.querySelector('main').style.paddingTop = '400px'")
    assert moves(loose_page)


def test_words_that_fade_in_the_dark_are_found(loose_page: Page) -> None:
    dark = "<style>@media (prefers-color-scheme: dark) { body { color: #333; background: #222 } }</style></head>"
    loose_page.set_content(SOUND.replace("</head>", dark))
    assert not axe(loose_page)
    assert dim(loose_page)


def test_a_script_that_fails_is_heard(loose_page: Page) -> None:
    loose_page.set_content(SOUND.replace("Words.", "<script>throw new Error('no')</script>"))
    assert complaints(loose_page).said
    complaints(loose_page).expect("script error")
    assert not complaints(loose_page).said


def test_markup_that_makes_no_sense_is_found(validator: Validator | None) -> None:
    if validator is None:
        pytest.skip("Java or the HTML checker is not here, so HTML was not validated.")
    assert validator.errors(SOUND.replace("<p>", "<p><div>"))


def test_a_keyboard_finds_what_it_looks_for_and_no_more(loose_page: Page) -> None:
    loose_page.set_content(SOUND.replace("Words.", '<a href="#">One</a> <button>Two</button>'))
    keyboard = Keyboard(loose_page)
    assert keyboard.to("Two").focused() == "Two"
    with pytest.raises(AssertionError, match="never comes"):
        keyboard.to("Three")


def test_a_focus_that_nobody_can_see_is_refused(loose_page: Page) -> None:
    loose_page.set_content(SOUND.replace("Words.", '<button style="outline: none">Two</button>'))
    loose_page.keyboard.press("Tab")
    with pytest.raises(AssertionError, match="Nobody can see"):
        Keyboard(loose_page).focused()

"""Hostile names stay names, whatever they are printed with."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pytest
from django.template import engines
from hypothesis import given
from hypothesis import strategies as st
from markupsafe import Markup

from lorehall.kernel.ui import pieces, posts
from lorehall.kernel.ui.jinja import environment

BAD = '"><script>alert(1)</script><b a="'


@dataclass
class Person:
    name: str
    hue: int = 3
    photo: str = ""


def env() -> Any:
    return engines.all()[0].env  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    "html",
    [
        pieces.avatar(Person(BAD)),
        pieces.avatar(Person("x", photo=BAD)),
        pieces.state("open", BAD),
        posts.by(Person(BAD), BAD, BAD, BAD, BAD),
        posts.act(BAD, BAD, BAD, BAD, BAD),
        posts.item(BAD, BAD),
        posts.item_act(BAD, BAD, BAD),
        posts.mark(BAD, BAD, 3),
        posts.mark(BAD, BAD, 3, may=False),
        posts.toggle(BAD, BAD, True, 2, BAD),
        posts.share(BAD),
        posts.tag(BAD, BAD),
        posts.row(BAD, BAD, BAD),
        posts.reply(1, BAD, BAD, BAD, BAD),
    ],
)
def test_hostile_texts_are_escaped(html: Markup) -> None:
    assert isinstance(html, Markup)
    assert "<script" not in html
    assert "<b a=" not in html


@pytest.mark.parametrize(
    "call",
    [
        "bits.person(who, bad, bad)",
        "bits.empty(bad, bad, bad)",
        "bits.pager(bad, bad)",
        "bits.tabs([(bad, bad, true, bad)], bad)",
        "bits.steps([(bad, true, bad)])",
        "bits.kept([(bad, bad)])",
        "bits.diff([('added', bad), ('same', bad)])",
        "bits.notice(bad)",
        "post.seal(bad)",
        "composer.composer(name=bad, value=bad, placeholder=bad, label=bad, data={'room': bad})",
        "_('Hello %(name)s', name=bad)",
        "ngettext('%(num)s by %(name)s', '%(num)s by %(name)s', 2, name=bad)",
    ],
)
def test_macros_escape_hostile_texts(call: str) -> None:
    source = (
        '{% import "ui/macros/bits.html" as bits %}{% import "ui/macros/post.html" as post %}'
        '{% import "ui/macros/composer.html" as composer %}{{ ' + call + " }}"
    )
    html = env().from_string(source).render(bad=BAD, who=Person(BAD))
    assert "<script" not in html
    assert "&lt;script" in html


@given(st.text())
def test_any_name_has_initials_of_at_most_a_few_letters(name: str) -> None:
    assert 1 <= len(pieces.initials(name)) <= 6


def test_initials_are_of_the_first_and_the_last_word() -> None:
    assert pieces.initials("Ada Maria Oduya") == "AO"
    assert pieces.initials("ødegaard") == "Ø"
    assert pieces.initials("…") == "?"


@pytest.mark.parametrize(
    ("number", "words"),
    [(0, "0"), (999, "999"), (1000, "1k"), (1234, "1.2k"), (9960, "9.9k"), (14_500, "14k"), (3_100_000, "3.1M")],
)
def test_large_numbers_are_printed_short(number: int, words: str) -> None:
    assert pieces.count(number) == words


def test_a_percent_sign_survives_in_words() -> None:
    made = environment()
    assert made.from_string("{{ _('100 %% sure') }}").render() == "100 % sure"
    assert made.from_string("{% trans %}100% sure{% endtrans %}").render() == "100% sure"
    assert made.from_string("{% trans n=2 %}one{% pluralize %}{{ n }} many{% endtrans %}").render() == "2 many"


def test_a_mark_says_what_a_press_will_do() -> None:
    assert 'value="1" aria-pressed="false"' in posts.useful("/p/1/useful", 0)
    assert 'value="0" aria-pressed="true"' in posts.useful("/p/1/useful", 4, mine=True)
    assert "<button" not in posts.useful("/p/1/useful", 4, may=False)

"""Definitions on terms: where they stand, where never, and that no term and no text breaks out."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lorehall.kernel import text
from lorehall.library.glossary import Entry, Terms, define, read_entry
from lorehall.library.models import Term
from lorehall.people.viewer import VISITOR
from lorehall.practice.queries.page import practice_page
from tests.cast import Cast
from tests.making import practice
from tests.recorded import Recorded


def entry(*names: str, item_id: int = 1, means: str = "What it means.") -> Entry:
    return Entry(item_id, f"/practice/{item_id}/it", names, means)


def marked(html: str, *names: str) -> list[str]:
    """The words that are defined."""
    return re.findall(r"<span class=\"term\"><a [^>]*>(.*?)</a>", define(html, Terms([entry(*names)])), re.DOTALL)


@pytest.mark.parametrize(
    ("html", "name", "found"),
    [
        ("<p>The poolish ferments.</p>", "poolish", ["poolish"]),
        ("<p>The Poolish ferments, the poolish rests.</p>", "poolish", ["Poolish"]),
        ("<p>Two poolishes.</p>", "poolish", []),
        ("<p>A blue-green release.</p>", "green", []),
        ("<p>The canary's end.</p>", "canary", ["canary"]),
        ("<p>Ein Brühstück.</p>", "Brühstück", ["Brühstück"]),
        ("<p>これは発酵種です。</p>", "発酵種", ["発酵種"]),
        ("<p>Закваска зреет.</p>", "закваска", ["Закваска"]),
        ("<p>R&amp;D decides.</p>", "R&D", ["R&amp;D"]),
        ("<p>Fish &amp; chips.</p>", "amp", []),
        ("<p>Of C++ and C.</p>", "C++", ["C++"]),
        ("<p>a  pre\nferment</p>", "pre ferment", ["pre\nferment"]),
        ("<p>It says cafe\u0301.</p>", "cafe", []),
        ("<h2>Poolish</h2><p>No more.</p>", "poolish", []),
        ('<p><a href="/x">poolish</a> <code>poolish</code></p>', "poolish", []),
        ('<p><img alt="a > poolish" src="/x"></p>', "poolish", []),
        ("<pre><code>poolish</code></pre><p>poolish</p>", "poolish", ["poolish"]),
        ("<math><mi>poolish</mi></math>", "poolish", []),
    ],
)
def test_terms_stand_whole_and_once(html: str, name: str, found: list[str]) -> None:
    assert marked(html, name) == found


def test_the_longer_term_wins_and_an_entry_is_defined_once_by_any_name() -> None:
    entries = [entry("dough", item_id=1), entry("sour dough", "levain", item_id=2)]
    made = define("<p>Sour dough is dough. A levain.</p>", Terms(entries))
    assert re.findall(r'href="/practice/(\d)/it"[^>]*>(.*?)</a>', made) == [("2", "Sour dough"), ("1", "dough")]


def test_a_text_does_not_define_its_own_names() -> None:
    assert define("<p>Poolish.</p>", Terms([entry("poolish", item_id=7)]), but=7) == "<p>Poolish.</p>"


def test_the_first_lines_of_an_entry_say_what_else_it_is_called() -> None:
    html = text.render("Also: levain, sour starter; mother\n\nFlour and water that **ferment**.\n\nMore.").html
    names, means = read_entry("Sourdough starter", html)
    assert names == ["Sourdough starter", "levain", "sour starter", "mother"]
    assert means == "Flour and water that ferment."


def test_a_short_word_stands_in_a_title_with_what_it_is_short_for() -> None:
    assert read_entry("SLO (service level objective)", "<p>A promise.</p>")[0] == ["SLO", "service level objective"]


class Shape(HTMLParser):
    """The tags of a text in their order, and its words."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[str] = []
        self.words = ""
        self.skipped = 0
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        of = dict(attrs)
        if of.get("role") == "tooltip":
            self.skipped += 1
        elif of.get("class") != "term" and "aria-describedby" not in of:
            self.tags.append(tag)

    def handle_data(self, data: str) -> None:
        self.words += data


HOSTILE = st.text(alphabet=st.sampled_from("ab <>&\"'/=;#-\u00e9\u0301日本\u00a0\n\\$("), max_size=24)


@settings(max_examples=300, deadline=None)
@given(source=HOSTILE, names=st.lists(HOSTILE, min_size=1, max_size=3), means=HOSTILE)
def test_no_term_and_no_text_breaks_out(source: str, names: list[str], means: str) -> None:
    html = text.render(f"{source}\n\n- {source}").html
    made = define(html, Terms([entry(*names, means=means)]))
    before, after = Shape(html), Shape(made)
    assert after.tags == before.tags
    without = re.sub(r'<span class="gloss"[^>]*>.*?</span>', "", made, flags=re.DOTALL)
    assert Shape(without).words == before.words
    assert after.skipped <= 1


@pytest.mark.django_db
def test_a_glossary_entry_explains_its_term_to_who_may_read_it(cast: Cast, facts: Recorded) -> None:
    ada = cast.viewer("ada")
    practice(ada, cast.bakers, "Poolish", text="Also: wet starter\n\nA wet pre-ferment.", shape="glossary")
    practice(ada, cast.bakers, "Oven spring", text="Rising.", shape="glossary", room_id=cast.kitchen.pk)
    practice(ada, cast.bakers, "Mix it well", text="No entry at all.")
    facts.deliver()
    assert Term.objects.count() == 2
    reads = practice(ada, cast.bakers, "How we begin", text="Wet starter, oven spring, mix it well.")
    made = practice_page(ada, reads.pk).opening.html
    assert re.findall(r'role="tooltip"[^>]*>(.*?)</span>', made) == ["A wet pre-ferment.", "Rising."]
    outside = practice_page(VISITOR, reads.pk).opening.html
    assert "A wet pre-ferment." in outside
    assert "Rising." not in outside

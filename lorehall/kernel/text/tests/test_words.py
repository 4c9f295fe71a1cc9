"""Words as search knows them."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from lorehall.kernel.text.passage import marked, passage
from lorehall.kernel.text.words import Finder, phrase, spans, terms, words


def test_words_are_folded_stemmed_and_split() -> None:
    assert words("The Bäcker's loaves, re-heated") == ["the", "backer", "loav", "re", "heat", "reheat"]
    assert words("Node.js, C++ & .NET; v1.2") == ["node", "js", "cplusplus", "dotnet", "v1", "2", "nodej", "v1p2"]
    assert words("Häuser", "de") == words("Haus", "de") == ["haus"]
    assert words("Häuser", "xx") == ["hauser"]
    assert words("東京タワ") == ["東", "京", "タ", "ワ", "東京", "京タ", "タワ", "東京タ", "京タワ"]


def test_what_is_asked_finds_what_is_said() -> None:
    for said, typed in [
        ("Node.js", "nodejs"),
        ("e-mail", "email"),
        ("open source", "open-source"),
        ("東京タワー", "京タ"),
    ]:
        stored = words(said)
        ways = [way for term in terms(typed) for way in term.ways]
        assert any(all(word in stored for word in way) for way in ways), typed
    assert phrase("...") is None


@given(st.text(max_size=200))
def test_words_are_letters_digits_and_marks_whatever_is_typed(text: str) -> None:
    for word in words(text):
        assert word
        assert not set(word) & set(" '\"\\:*&|!()<>{}^\0-+.")
    list(spans(text))


@given(st.text(max_size=200), st.text(min_size=1, max_size=8))
def test_a_marked_text_says_what_the_text_said(text: str, typed: str) -> None:
    find = Finder(terms(typed))
    shown = marked(text, find)
    assert shown.replace("<mark>", "").replace("</mark>", "").unescape() == text
    assert "<script" not in passage("<script>" + text, find)


@given(
    st.lists(
        st.sampled_from(["baking", "Bread", "node.js", "C++", "oven", "<b>", "rye-bread", "ＯＶＥＮ"]), max_size=30
    )
)
def test_the_short_way_of_marking_finds_the_same(said: list[str]) -> None:
    text = " ".join(said)
    quick, slow = Finder(terms("bake oven")), Finder(terms("bake oven ωμ"))
    assert [one[:2] for one in quick(text)] == [one[:2] for one in slow(text)]


def test_the_best_stretch_is_shown() -> None:
    text = "Nothing here. " * 60 + "The oven bakes bread." + " Nothing more." * 60
    shown = passage(text, Finder(terms("oven bread")))
    assert "<mark>oven</mark> bakes <mark>bread</mark>" in shown
    assert shown.startswith("… ")
    assert len(shown) < 320

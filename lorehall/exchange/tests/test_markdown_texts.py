"""What pages of other programs say, said in Markdown alone."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lorehall.exchange.markdown.directives import plain_markdown
from lorehall.exchange.markdown.erb import without_erb
from lorehall.exchange.markdown.front import Unclear, beside, split
from lorehall.exchange.markdown.headings import anchors, set_apart
from lorehall.exchange.markdown.links import Pages, Where, link
from lorehall.exchange.markdown.names import Names, safe
from lorehall.exchange.markdown.page import read_page
from lorehall.exchange.markdown.prose import in_prose
from lorehall.exchange.tests.handbooks import handbook
from lorehall.kernel import text

pytestmark = pytest.mark.once


@pytest.mark.parametrize(
    ("ruby", "said", "told"),
    [
        ("# <%= current_page.data.title %>\n", "# Bread\n", ""),
        ("<%= partial 'banner' %>\nText", "\nText", "dropped"),
        ("Year <%= Time.now %> ends", "Year `<%= Time.now %>` ends", "shown as code"),
        ("In `<%= Time.now %>` code", "In `<%= Time.now %>` code", "shown as code"),
        ("<%= warning_text('Mind the <b>oven</b>') %>", "> **Warning** Mind the <b>oven</b>", "quotation"),
        ("<% content_for :x do %>\n<ul>\n<% if a %>b<% end %>\n<% end %>\nText", "\n\n\n\nText", "a block of ERB"),
        ("```\n<%= kept %>\n```", "```\n<%= kept %>\n```", ""),
        ("<%%= literal %>", "<%= literal %>", ""),
        ("<% each do |x| %> never ends", " never ends", "dropped"),
    ],
)
def test_ruby_is_a_value_a_quotation_code_or_gone(ruby: str, said: str, told: str) -> None:
    source, notes = without_erb(ruby, {"title": "Bread"}, 1)
    assert source.rstrip() == said.rstrip() or source == said
    assert told in " ".join(note.why for note in notes)


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("```{note} Mind\nThe oven.\n```", "> **Mind**\n>\n> The oven."),
        ("```{warning}\n:class: x\nHot.\n```", "> **Warning**\n>\n> Hot."),
        ("::: {.callout-tip}\nSalt it.\n:::", "> **Tip**\n>\n> Salt it."),
        ('!!! note "Mind"\n    The oven.\n\nText', "> **Mind**\n>\n> The oven.\n\nText"),
        ("> [!WARNING]\n> Hot.", "> **Warning**  \n> Hot."),
        ("Text\n{: .lead }\nMore", "Text\n\nMore"),
        ("[TOC]\n\nText", "Text"),
        ("{% include nav.html %}\nText", "Text"),
        ("```{toctree}\na\nb\n```\nText", "Text"),
        ("Text\n<script>\nalert(1)\n</script>\nMore", "Text\n\nMore"),
        ('<iframe src="https://example.org/x" width="3"></iframe>', "<https://example.org/x>"),
        ("```\n{: .kept }\n<script>kept</script>\n```", "```\n{: .kept }\n<script>kept</script>\n```"),
        ("```python\nprint()\n```", "```python\nprint()\n```"),
    ],
)
def test_what_other_programs_add_becomes_markdown(written: str, said: str) -> None:
    assert plain_markdown(written, 1)[0] == said


def test_what_happened_is_told_with_its_line() -> None:
    _, notes, _ = plain_markdown("One\n\nTwo\n{: .x }\n\n<script>\n</script>\n", 10)
    assert sorted(note.line for note in notes) == [13, 15]


@pytest.mark.parametrize(
    ("source", "title", "said"),
    [
        ("# Bread\n\n## Flour\n", "", ("Bread", "## Flour")),
        ("### Bread\n\n#### Flour\n\n##### Rye\n", "", ("Bread", "## Flour\n\n### Rye")),
        ("# Bread\n\n# Flour\n", "Bread", ("Bread", "## Flour")),
        ("Bread\n=====\n\nFlour\n-----\n", "", ("Bread", "## Flour")),
        ("Before.\n\n# Bread\n", "", ("Bread", "Before.\n\n## Bread")),
        ("Before.\n\n### Bread\n", "", ("", "Before.\n\n## Bread")),
        ("# Another\n", "Bread", ("Bread", "## Another")),
        ("```\n# code\n```\n", "Bread", ("Bread", "```\n# code\n```")),
    ],
)
def test_the_title_stands_apart_and_sections_begin_at_the_second_level(
    source: str, title: str, said: tuple[str, str]
) -> None:
    found, body = set_apart(source, title)
    assert (found, "\n\n".join(part for part in body.split("\n\n") if part.strip())) == said


def test_sections_are_found_by_what_other_programs_call_them() -> None:
    source = "## Trainee didn't pass\n\n## 9. Tell others\n\n## Again\n\n## Again\n"
    called = anchors(source, text.parse(source).render(sections=True).sections, "The page", {"own": "9. Tell others"})
    assert called["trainee-didnt-pass"] == called["trainee-didn-t-pass"] == "s-trainee-didn-t-pass"
    assert called["9-tell-others"] == called["tell-others"] == called["own"] == "s-9-tell-others"
    assert (called["again"], called["again-1"], called["the-page"]) == ("s-again", "s-again-2", "")


def _where() -> tuple[Pages, Where]:
    pages = Pages({"img/loaf.png"}, site="bread.example.org")
    for path in ("source/index.html.md.erb", "source/how/rye.html.md.erb", "source/how/index.md", "a/deep/oven.md"):
        pages.add(path)
    section = {"salt": "s-salt"}.get
    return pages, Where(lambda path: f"/i/{len(path)}", lambda path: f"/files/{path}", lambda _, name: section(name))


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("[a](rye.html)", "[a](/i/26)"),
        ("[a](rye.html#salt)", "[a](/i/26#s-salt)"),
        ("[a](rye.html#none)", "[a](/i/26)"),
        ("[a](#salt)", "[a](#s-salt)"),
        ("[a](../how/)", "[a](/i/19)"),
        ("[a](/how/rye.html)", "[a](/i/26)"),
        ("[a](/deep/oven.html)", "[a](/i/14)"),
        ("[a](https://bread.example.org/how/rye.html)", "[a](/i/26)"),
        ("[a](https://elsewhere.example.org/how/rye.html)", "[a](https://elsewhere.example.org/how/rye.html)"),
        ('![b](../../img/loaf.png "A loaf")', '![b](/files/img/loaf.png "A loaf")'),
        ("[c]: rye.html", "[c]: /i/26"),
        ('<a class="x" href="rye.html">d</a>', '<a class="x" href="/i/26">d</a>'),
        ("`[a](rye.html)` and\n\n```\n[a](rye.html)\n```", "`[a](rye.html)` and\n\n```\n[a](rye.html)\n```"),
        ("[a](../../../etc/passwd)", "[a](../../../etc/passwd)"),
        ("[a](/none.html)", "[a](https://bread.example.org/none.html)"),
        ("[a](mailto:a@example.org)", "[a](mailto:a@example.org)"),
    ],
)
def test_a_link_leads_where_its_page_came_to(written: str, said: str) -> None:
    pages, where = _where()
    assert link(written, "source/how/index.md", pages, where).text == said


def test_what_leads_nowhere_is_told() -> None:
    pages, where = _where()
    told = link("[a](gone.md) [b](#gone)", "source/how/index.md", pages, where).notes
    assert [note.why for note in told] == ["leads nowhere in this folder: gone.md", "the section #gone is not there"]


def test_front_matter_goes_by_its_usual_names() -> None:
    said, below, lines = split(
        "---\ntitle: Rye\nlast_reviewed_on: 2026-01-31\nreview_in: 1 month\ntags: [a, b c]\nowner: '@ada'\n"
        "layout: withdrawn\n---\nText"
    )
    found = beside(said)
    assert (found.title, found.tags, found.review_on, found.steward) == ("Rye", ("a", "b c"), date(2026, 2, 28), "@ada")
    assert (found.state, below, lines) == ("retired", "Text", 8)


def test_front_matter_may_be_toml() -> None:
    said, below, _ = split('+++\ntitle = "Rye"\ndate = 2026-01-31\n+++\nText')
    assert (beside(said).title, beside(said).made_on, below) == ("Rye", date(2026, 1, 31), "Text")


LINES = (f"{b}: &{b} [*{a},*{a},*{a},*{a}]" for a, b in zip("abcdefg", "bcdefgh", strict=True))
BOMB = "\n".join(["a: &a [x,x,x,x,x,x,x,x,x]", *LINES])


@pytest.mark.parametrize(
    "inside",
    [
        BOMB,
        "x: " + "[" * 5000,
        "x: !!python/object/apply:os.system ['true']",
        "x: 2026-99-99",
        "x: " + "9" * 20_000,
        "- a\n- b",
        "a: 'b",
        "x" * 40_000,
        "a: \x07",
    ],
)
def test_front_matter_that_is_a_trap_is_refused(inside: str) -> None:
    with pytest.raises(Unclear):
        split(f"---\n{inside}\n---\nText")


@given(st.text(alphabet="<%= end do|\n`'\"-#a", max_size=200))
def test_no_ruby_breaks_the_reading(source: str) -> None:
    without_erb(source, {}, 1)


@given(st.text(alphabet=':`~{}! >#\n ab[]()<>"=-', max_size=200))
def test_no_directive_breaks_the_reading_and_a_second_reading_changes_nothing_in_prose(source: str) -> None:
    once, _, _ = plain_markdown(source, 1)
    set_apart(once, "")
    assert in_prose(once, lambda prose: prose) == once


@given(st.text(max_size=80))
def test_a_name_is_one_that_every_system_takes(words: str) -> None:
    name = safe(words, ".md")
    assert name.removesuffix(".md").replace("-", "").isalnum()
    assert name.isascii()
    assert name.split(".")[0] not in {"con", "nul", "aux", "prn", "com1", "files", "private"}


def test_a_name_is_given_once_in_a_folder() -> None:
    names = Names()
    assert [names.free("a", "Rye", ".md") for _ in range(3)] == ["a/rye.md", "a/rye-2.md", "a/rye-3.md"]
    assert names.free("", "CON", ".md") == "con-page.md"


def test_what_would_name_members_and_items_of_this_place_is_literal(tmp_path: Path) -> None:
    root = handbook(tmp_path, {"a.md": "# Reviews\n\nAsk @ada about #12 [^p3]; mail a@example.org, see `@ada`.\n"})
    page = read_page(root, "a.md", "")
    assert page.text == "Ask \\@ada about \\#12 \\[^p3]; mail a@example.org, see `@ada`."
    named: Any = text.references(page.text)
    assert (named.handles, named.items, named.citations) == ((), (), ())


@pytest.mark.parametrize(("path", "title"), [("how/01-rye_bread.md", "Rye bread"), ("how/index.md", "How: the page")])
def test_a_page_without_a_title_is_called_by_its_file(path: str, title: str, tmp_path: Path) -> None:
    assert read_page(handbook(tmp_path, {path: "Only text.\n"}), path, "How").title == title

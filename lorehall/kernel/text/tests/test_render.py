"""What members write and what stands on the page: our own parts of the Markdown."""

from __future__ import annotations

import pytest

from lorehall.kernel.errors import Refused
from lorehall.kernel.text import MAX_SOURCE, parse, references, render

PEOPLE = {"ada": "/people/ada"}
ITEMS = {12: ("/q/12/rollback", 'How to "roll back"')}


def html(source: str, **told: object) -> str:
    return render(source, **told).html.strip()  # type: ignore[arg-type]


def test_a_mention_becomes_a_link_when_the_person_is_known() -> None:
    rendered = render("Ask @Ada, (@ada) or @nobody.", people=PEOPLE)
    assert rendered.html.count('<a href="/people/ada" class="mention">') == 2
    assert "@nobody" in rendered.html
    assert rendered.handles == ("ada",)


def test_an_item_link_carries_the_title() -> None:
    rendered = render("See #12 and #13.", items=ITEMS)
    assert '<a href="/q/12/rollback" title="How to &quot;roll back&quot;" class="item">#12</a>' in rendered.html
    assert rendered.items == (12,)
    assert "and #13." in rendered.text


@pytest.mark.parametrize(
    "source",
    ["`@ada #12`", "```\n@ada #12\n```", "    @ada #12", "[@ada #12](/x)", "https://x.example/@ada#12",
     "ada@ada.example", "x@ada", "@ada@social.example", "@ada/package", "a#12", "&#12;", "#12px", "#0", "\\@ada \\#12"],
)  # fmt: skip
def test_nothing_is_referred_to_inside_code_links_addresses_or_words(source: str) -> None:
    assert references(source).handles == ()
    assert references(source).items == ()


def test_references_come_once_each_in_their_order() -> None:
    found = references("@bo and @ada, then _@ada_ and **#9**, #3, #9 and @BO.")
    assert found.handles == ("bo", "ada")
    assert found.items == (9, 3)


def test_a_document_is_parsed_once_and_rendered_for_those_it_names() -> None:
    document = parse("Thanks @ada")
    assert document.references.handles == ("ada",)
    assert document.render(people=PEOPLE).handles == ("ada",)
    assert document.render().handles == ()


@pytest.mark.parametrize(
    "source",
    ["$5 and $10", "from $5 to $10, or 7 $", "US$100 and US$200", "$HOME/$USER/$x", "5$ to 6$", "it costs $ 5 $",
     "`$x$`", "a $ b", "\\$x$", "$`a`$"],
)  # fmt: skip
def test_prices_and_shell_variables_are_no_mathematics(source: str) -> None:
    assert "<math" not in html(source)


def test_formulas_become_mathml_inline_and_on_lines_of_their_own() -> None:
    assert '<math alttext="O(n \\log n)" display="inline">' in html("It is $O(n \\log n)$.")
    assert '<p class="formula"><math alttext="x = 1" display="block">' in html("$$\nx = 1\n$$")
    assert 'display="block"' in html("So $$a^2$$ it is.")
    assert render("It is $x^2$.").text == "It is $x^2$."


def test_a_bad_formula_is_shown_as_code() -> None:
    assert html("$\\left($ and $\\frac{1}{$") == "<p><code>$\\left($</code> and <code>$\\frac{1}{$</code></p>"
    assert html("$" + "{" * 500 + "$").startswith("<p><code>$")


def test_code_is_coloured_by_classes_and_an_unknown_language_is_not_guessed() -> None:
    coloured = html("```python\ndef f(): return '<b>'\n```")
    assert '<code class="language-python"><span class="k">def</span> <span class="f">f</span>' in coloured
    assert "&lt;b&gt;" in coloured
    assert "style=" not in coloured
    assert html("```klingon\ndef f()\n```") == "<pre><code>def f()\n</code></pre>"


def test_the_language_comment_of_stack_exchange_is_heeded() -> None:
    assert 'class="language-py"' in html("<!-- language: lang-py -->\n\n    def f(): pass\n")


def test_a_task_is_labelled_by_its_text() -> None:
    done = html("- [x] **ship** it\n- [ ] rest")
    assert '<label><input class="task-list-item-checkbox" disabled="" type="checkbox" checked=""> <strong>' in done
    assert done.count('<li class="task-list-item">') == 2


def test_a_spoiler_is_a_quotation_with_a_class() -> None:
    assert html(">! the end\n>! of it") == '<blockquote class="spoiler">\n<p>the end\nof it</p>\n</blockquote>'
    assert "spoiler" not in html("> ![a](https://x.example/y.png)")


def test_notes_of_two_posts_do_not_meet() -> None:
    source = "One[^a] and again[^a].\n\n[^a]: Said."
    one, two = html(source, prefix="p1-"), html(source, prefix="p2-")
    for part in ('id="noteref-p1-1"', 'href="#note-p1-1"', '<li id="note-p1-1">', 'id="noteref-p1-1-1"'):
        assert part in one
    assert "p1-" not in two


def test_links_that_lead_outside_say_so_and_inside_ones_do_not() -> None:
    assert 'rel="nofollow ugc noopener"' in html("<https://x.example>")
    assert 'rel="nofollow ugc noopener"' in html("[a](//x.example)")
    assert 'rel="nofollow ugc noopener"' in html('<a href="/\\x.example">a</a>')
    assert "rel=" not in html("[a](/q/1/x) [b](#here)")


@pytest.mark.parametrize(
    ("source", "href"),
    [
        ("https://x.example/a_b_c?d=(e).", "https://x.example/a_b_c?d=(e)"),
        ("(http://x.example/)", "http://x.example/"),
        ("**https://x.example**", "https://x.example"),
        ("www.x.example/a", "http://www.x.example/a"),
        ("a_b.c@x.example!", "mailto:a_b.c@x.example"),
    ],
)
def test_bare_addresses_are_links(source: str, href: str) -> None:
    assert f'<a href="{href}"' in html(source)


def test_names_of_files_are_no_links() -> None:
    assert "<a" not in html("main.py README.md example.com node.js")


def test_a_picture_comes_from_the_web_or_our_uploads_and_loads_late() -> None:
    assert html("![a](/uploads/1/x.webp)") == '<p><img src="/uploads/1/x.webp" alt="a" loading="lazy"></p>'
    abroad = parse("![](https://x.example/y.png)")
    assert '<img src="https://x.example/y.png" alt="" loading="lazy">' in abroad.render(pictures=True).html
    assert html("![a cat](/q/1/logout)") == "<p>a cat</p>"
    assert "<img" not in html('<img src="//x.example/y.png"> <img src="data:image/png;base64,AA"> <img>')


def test_a_picture_of_another_site_is_a_link_to_it() -> None:
    outside = ' rel="nofollow ugc noopener"'
    assert html("![a *cat*](https://x.example/y.png)") == (
        f'<p><a href="https://x.example/y.png"{outside}><span class="picture">a cat</span></a></p>'
    )
    assert '<span class="picture">x.example/y.png</span>' in html("![](https://x.example/a/y.png?s=9)")
    assert html("[![enter image description here](https://x.example/s.png)](https://x.example/full)") == (
        f'<p><a href="https://x.example/full"{outside}><span class="picture">x.example/s.png</span></a></p>'
    )


def test_cells_are_aligned_by_class() -> None:
    assert '<th class="right">a</th>' in html("|a|\n|-:|\n|1|")


def test_a_deep_quotation_stops_and_the_rest_goes_on() -> None:
    assert html(">" * 10_000 + "a\n\nafter").endswith("<p>after</p>")


def test_a_text_over_the_limit_is_refused_in_words() -> None:
    assert render("a" * MAX_SOURCE).text
    with pytest.raises(Refused, match="5 characters over the limit") as refusal:
        render("a" * (MAX_SOURCE + 5))
    assert refusal.value.code == "too_long"
    with pytest.raises(Refused):
        render("a" * 5_000_000)


def test_null_bytes_and_direction_overrides_do_not_reach_the_page() -> None:
    out = html("a\0b \u202eevil\u202c \u2066x\u2069")
    assert "\0" not in out
    assert not set(out) & set("\u202e\u202c\u2066\u2069")


def test_the_excerpt_is_whole_words_of_the_text() -> None:
    excerpt = render("# Title\n\n" + "word " * 100).excerpt
    assert excerpt.startswith("Title word")
    assert excerpt.endswith("word…")
    assert len(excerpt) <= 200

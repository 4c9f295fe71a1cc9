"""Hostile input: what is written by hand here, what hypothesis makes up, and the proofs about the gate."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lorehall.kernel.errors import Refused
from lorehall.kernel.text import clean_html, html_to_markdown, plain, render
from lorehall.kernel.text.allow import clean

from .safety import assert_safe

PIECES = """<script>alert(1)</script>|<img src=x onerror=alert(1)>|<svg/onload=alert(1)>|[a](javascript:alert(1))
[a](JaVaScRiPt:alert(1))|[a](&#106;avascript:alert(1))|[a](java&#x0A;script:alert(1))|[a](data:text/html,x)
<a href="java&Tab;script:alert(1)">x</a>|<a href=" javascript:alert(1)">x</a>|<a href=vbscript:x>y</a>
<math><mtext><table><mglyph><style><img src=x onerror=alert(1)>|<math href="javascript:alert(1)">x</math>
<math><annotation-xml encoding="text/html"><svg><script>x</script></svg></annotation-xml></math>
<svg><style><img src=x onerror=alert(1)></style></svg>|<noscript><p title="</noscript><img src=x onerror=alert(1)>">
<form><math><mtext></form><form><mglyph><svg><mtext><style><path id="</style><img onerror=alert(1) src>">
<iframe srcdoc="<script>x</script>">|<base href=//evil.example>|<meta http-equiv=refresh content=0;url=x>
<style>@import 'x'</style>|<p style="position:fixed">|<a id=shell name=body href=#x class="btn primary">x</a>
<template><script>x</script></template>|<textarea><img src=x onerror=alert(1)></textarea>|<plaintext>|<!--><img>
<object data=x>|<embed src=x>|<link rel=stylesheet href=x>|<input name=csrf type=text onfocus=x autofocus>
<button formaction=javascript:x>|<details ontoggle=x open>|<isindex>|<select><b>|<p><table><b>|</p><li>|<b><p></b>
![x](javascript:alert(1))|![x](https://x.example/" onerror="alert(1))|<https://x.example/"onmouseover="x>
$\\href{javascript:alert(1)}{x}$|$\\style{color:red}{x}$|$\\text{<script>}$|$<b>$|$$<img src=x onerror=x>$$
[^1]|[^1]: <script>|@ada|#12|`|```html\n|~~|**|_|> |- |- [ ] |1. |\n|\n\n|    |\\|&lt;|&|"|'|<|>|\0|\u202e|\u2028
|a|b|\n|-|-|\n|:|www.x.example|https://x.example/|<pre>\n\n|<code class="language-python">|<li id="note-1">|>!
[a](jav&#x202e;ascript:alert(1))|<a href="java&#8237;script:alert(1)">x</a>|&#x202e;&#x2066;|<b title="&#8238;">|&#0;
[a](\x01javascript:alert(1))|[a](javascript&colon;alert(1))|[a](%6aavascript:alert(1))|<a href="\x0bdata:text/html,x">
![x](data:image/svg+xml;base64,PHN2Zz4=)|[a](DATA:text/html;base64,PHNjcmlwdD4=)|<a href="&#x64;ata:text/html,x">y</a>
<math><maction actiontype="statusline" xlink:href="javascript:alert(1)">x</maction>|<math><mi//xlink:href="data:x">
<svg><a xlink:href="javascript:alert(1)"><text>x</text></a></svg>|<svg><animate onbegin=alert(1) attributeName=x>
<svg><use href="data:image/svg+xml,<svg id=x onload=alert(1)>#x">|<svg><foreignObject><body onload=alert(1)>
<div style="background:url(javascript:alert(1))">|<style>*{background:url(//evil.example)}</style>|<font color=red>
<img src="https://x.example/a.png" srcset="https://evil.example 1x">|<video src=x onerror=alert(1)>|<audio autoplay>
<dialog open>|<marquee onstart=alert(1)>|<portal src=x>|<a href=x ping=//evil.example>y</a>|<a href=x download>y</a> """
pieces = st.sampled_from(
    [piece for line in PIECES.split("\n") for piece in line.split("|") if piece] + ["\n", "\n\n", "|", " ", "a", "$"]
)
texts = st.one_of(
    st.lists(pieces, max_size=12).map("".join),
    st.lists(st.one_of(pieces, st.text(max_size=6)), max_size=12).map("".join),
)
PEOPLE = {"ada": "/people/ada"}
ITEMS = {12: ("/q/12/x", "<x> \"'&")}


@pytest.mark.parametrize("piece", [piece for line in PIECES.split("\n") for piece in line.split("|") if piece])
def test_no_piece_of_hostility_passes_alone(piece: str) -> None:
    assert_safe(render(piece).html)
    assert_safe(clean_html(piece, mathematics=True))


@given(texts)
@settings(max_examples=400, deadline=None)
def test_nothing_unsafe_comes_out_and_cleaning_it_again_changes_nothing(source: str) -> None:
    rendered = render(source, people=PEOPLE, items=ITEMS, prefix="p1-")
    assert_safe(rendered.html)
    assert clean(rendered.html) == rendered.html
    assert rendered.text == plain(rendered.html)


@given(texts)
@settings(max_examples=250, deadline=None)
def test_foreign_html_comes_out_safe_and_settled(body: str) -> None:
    cleaned = clean_html(body, mathematics=True)
    assert_safe(cleaned)
    assert clean(cleaned) == cleaned


@given(texts)
@settings(max_examples=150, deadline=None)
def test_markdown_made_of_hostile_html_renders_safe(body: str) -> None:
    assert_safe(render(html_to_markdown(body)).html)


def test_a_post_can_neither_take_an_id_of_the_page_nor_look_like_its_buttons() -> None:
    out = render('<div id="shell" class="btn primary">x</div> <a id="main" name="main" class="btn">y</a>').html
    assert "id=" not in out
    assert "name=" not in out
    assert "class=" not in out


@pytest.mark.parametrize(
    "source",
    ["> " * 10_000 + "a", ">" * 10_000 + " a", "- " * 10_000 + "a", "<blockquote>" * 10_000 + "a", "<b><i>" * 10_000],
    ids=["quotes", "tight quotes", "lists", "elements", "unclosed"],
)
def test_ten_thousand_in_one_another_come_out_flat_and_safe(source: str) -> None:
    for html in (render(source).html, clean_html(source)):
        assert_safe(html)
        assert clean(html) == html


@pytest.mark.parametrize("line", ["a" * 5_000_000, "[" * 5_000_000, "\0" * 5_000_000, "\u202e" * 5_000_000])
def test_a_line_of_five_million_is_refused_before_it_is_read(line: str) -> None:
    for read in (render, clean_html, html_to_markdown):
        with pytest.raises(Refused) as refused:
            read(line)
        assert refused.value.code == "too_long"


def test_text_that_runs_from_right_to_left_keeps_its_own_marks() -> None:
    said = "\u05e9\u05dc\u05d5\u05dd\u200f!"
    assert said in render(said).html

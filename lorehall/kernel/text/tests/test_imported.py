"""HTML from elsewhere: cleaned, coloured, and turned back into Markdown that says the same."""

from __future__ import annotations

import csv
import html as stdlib_html
import sys
from xml.etree import ElementTree as ET

import pytest

from lorehall.kernel.errors import Refused
from lorehall.kernel.text import MAX_HTML, clean_html, html_to_markdown, plain, render

from .given import shared

BODY = """<p>Use <code>psql</code> &amp; <kbd>Ctrl</kbd>+<kbd>C</kbd>, not 5*3*2, a_b_c or [x]; 10<sup>2</sup>.<br>
Second line</p>

<pre class="lang-sql prettyprint-override"><code>SELECT '&lt;a&gt;' -- `x`
</code></pre>

<blockquote class="spoiler"><p>It was <strong>DNS</strong>.</p></blockquote>
<ul><li>one<ol start="3"><li>three</li></ol></li><li><p>two</p><pre><code>x = 1
</code></pre></li></ul>
<hr><h2># not a heading sign</h2>
<p>1. not a list<br>- nor this</p>
<p><a href="https://x.example/a_(b)" title="say &quot;hi&quot;">link *one*</a> <a href="https://x.example/">https://x.example/</a>
<img src="https://x.example/y.png" alt="a [pic]"></p>
<table><thead><tr><th>a|b</th><th>c</th></tr></thead><tbody><tr><td>1</td><td><em>2</em></td></tr></tbody></table>
<dl><dt>term</dt><dd>what it means</dd></dl>
<p>foo<b>"bar"</b>baz and <i>in</i><b>out</b>, $5 and $6$7, <del>gone</del></p>
"""


def test_a_body_keeps_what_it_says_and_loses_what_it_hid() -> None:
    cleaned = clean_html(BODY + "<script>x</script><p onclick=x style=y class=z>end</p>")
    assert '<pre><code class="language-sql"><span class="k">SELECT</span>' in cleaned
    assert '<blockquote class="spoiler">' in cleaned
    assert cleaned.endswith("<p>end</p>")


def test_the_markdown_of_a_body_says_the_same() -> None:
    again = render(html_to_markdown(BODY)).html
    assert plain(again) == plain(clean_html(BODY))
    for part in (
        "<kbd>Ctrl</kbd>", "10<sup>2</sup>", '<code class="language-sql">', '<blockquote class="spoiler">',
        '<ol start="3">',
        'href="https://x.example/a_(b)" title="say &quot;hi&quot;"', '<span class="picture">a [pic]</span>',
        "<th>a|b</th>", "<em>2</em>",
        "<dt>",
        "<h2># not a heading sign</h2>", "<hr>",
    ):  # fmt: skip
        assert part in again, part


def test_markdown_of_markdown_settles() -> None:
    once = html_to_markdown(BODY)
    assert html_to_markdown(render(once).html) == once


def test_formulas_come_back_as_they_were_typed() -> None:
    cleaned = clean_html("<p>So $a_1 &lt; b$ and $$c$$ but <code>$d$</code>, $5 and $6</p>", mathematics=True)
    assert cleaned.count("<math") == 2
    assert "<code>$d$</code>, $5 and $6" in cleaned
    assert "$a_1 < b$ and $$c$$" in html_to_markdown(cleaned)
    assert "<math" not in clean_html("<p>$a$</p>")


def test_a_body_that_is_a_trick_is_shown_as_its_text() -> None:
    assert clean_html("<div>" * 5_000).startswith("<p>&lt;div&gt;")
    assert render("<div>" * 5_000).html.startswith("<p>&lt;div&gt;")


def test_a_body_over_the_limit_is_refused() -> None:
    with pytest.raises(Refused):
        clean_html("a" * (MAX_HTML + 1))


def _beer() -> list[str]:
    rows = ET.parse(shared("se_beer", "Posts.xml")).getroot().iter("row")
    return [row.get("Body", "") for row in rows]


def _devops() -> list[str]:
    csv.field_size_limit(sys.maxsize)
    with shared("se_devops_posts", "posts.csv").open(encoding="utf-8-sig", newline="") as file:
        return [stdlib_html.unescape(row["body"]) for row in csv.DictReader(file) if row["body"]]


@pytest.mark.data
@pytest.mark.parametrize("bodies", [_beer, _devops])
def test_real_bodies_say_the_same_after_the_way_through_markdown(bodies: object) -> None:
    sample = bodies()[::17]  # type: ignore[operator]
    different = sum(render(html_to_markdown(body)).text != plain(clean_html(body)) for body in sample)
    assert different <= 0.005 * len(sample), f"{different} of {len(sample)}"

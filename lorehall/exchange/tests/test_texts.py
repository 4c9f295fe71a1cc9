"""Texts on their way in."""

from __future__ import annotations

import time

import pytest

from lorehall.exchange.stackexchange.convert import Converted, Job, as_markdown, convert
from lorehall.exchange.stackexchange.dump import site_of
from lorehall.exchange.stackexchange.links import Links
from lorehall.exchange.stackexchange.revisions import tag_names, tag_of
from lorehall.exchange.stackexchange.threads import licence
from lorehall.kernel import text

pytestmark = pytest.mark.once
SITE = "bread.stackexchange.com"
LINKS = Links.to(SITE)


def body(markdown: str | None, html: str) -> Converted:
    return convert([Job("q1", markdown, html)], SITE)[0]


@pytest.mark.parametrize(
    ("there", "here"),
    [
        (f"https://{SITE}/questions/12/a-title", f"/questions/12?site={SITE}"),
        (f"http://www.{SITE}/questions/12", f"/questions/12?site={SITE}"),
        (f"//{SITE}/q/12/345", f"/questions/12?site={SITE}"),
        ("/questions/12/a-title?noredirect=1#comment5_12", f"/questions/12?site={SITE}"),
        (f"https://{SITE}/questions/12/a-title/34#34", f"/a/34?site={SITE}"),
        (f"https://{SITE}/a/34", f"/a/34?site={SITE}"),
        ("/questions/tagged/rye", "/questions/tagged/rye"),
        ("/help/on-topic", f"https://{SITE}/help/on-topic"),
        ("/questions/ask", f"https://{SITE}/questions/ask"),
    ],
)
def test_an_address_of_the_site_leads_here_or_stays_whole(there: str, here: str) -> None:
    outside = ' rel="nofollow ugc noopener"' if here.startswith("https") else ""
    assert LINKS.in_markdown(f'[x]({there} "t") and\n\n[1]: {there}\n') == f'[x]({here} "t") and\n\n[1]: {here}\n'
    assert text.clean_html(LINKS.in_html(f'<a href="{there}">x</a>')) == f'<a href="{here}"{outside}>x</a>'
    drawn = text.render(f"[x](<{there}>)").html
    assert f'href="{here}"{outside}>' in LINKS.in_html(drawn)


@pytest.mark.parametrize(
    "there",
    [
        "https://meta.bread.stackexchange.com/q/1",
        "https://bread.stackexchange.com.evil.example/q/1",
        "https://other.example/questions/12",
        "mailto:a@b.example",
        "#here",
    ],
)
def test_an_address_elsewhere_is_left_alone(there: str) -> None:
    assert LINKS.in_markdown(f"[x]({there})") == f"[x]({there})"
    assert LINKS.in_html(f'<a href="{there}">x</a>') == f'<a href="{there}">x</a>'


def test_words_that_are_an_address_stay_as_they_were_written() -> None:
    bare = f"See https://{SITE}/questions/12/why."
    assert LINKS.in_markdown(bare) == bare
    comment = convert([Job("c1", bare, None)], SITE)[0]
    assert comment.html == f'<p>See <a href="/questions/12?site={SITE}">https://{SITE}/questions/12/why</a>.</p>\n'


@pytest.mark.parametrize(
    ("markdown", "html"),
    [
        ("#Heading\n\nWords", "<h1>Heading</h1>\n\n<p>Words</p>"),
        ("Use [tag:c#] here", '<p>Use <a href="/questions/tagged/c%23" class="post-tag">c#</a> here</p>'),
        ("a  \nb **c** `<d>`", "<p>a<br />\nb <strong>c</strong> <code>&lt;d&gt;</code></p>"),
        ("![x](https://i.example/x.png)", '<p><img src="https://i.example/x.png" alt="x"></p>'),
        ("Math: $x^2$", "<p>Math: $x^2$</p>"),
        ("    code\n    more", "<pre><code>code\nmore\n</code></pre>"),
        (">! hidden", '<blockquote class="spoiler">\n  <p>hidden</p>\n</blockquote>'),
    ],
)
def test_markdown_that_says_the_same_is_kept(markdown: str, html: str) -> None:
    assert body(markdown, html).format == "markdown"


@pytest.mark.parametrize(
    ("markdown", "html"),
    [
        (None, "<p>Words</p>"),
        ("Other words", "<p>Words</p>"),
        ("```\n#include\n```\n#Heading", "<p><code>#include</code></p><h1>Heading</h1>"),
        (f"https://{SITE}/q/12", f'<p><a href="https://{SITE}/q/12">Why is rye flat?</a></p>'),
    ],
)
def test_html_is_kept_where_there_is_no_markdown_that_says_the_same(markdown: str | None, html: str) -> None:
    kept = body(markdown, html)
    assert kept.format == "html"
    assert kept.source == kept.html


def test_dollars_are_mathematics_only_where_they_must_be() -> None:
    assert "<math" not in body(None, "<p>sh $HOME/bin and $PATH, or $5 to $6, or `$`{job}-`$`</p>").html
    assert "<math" in body(None, r"<p>So $\alpha + x_1$.</p>").html


@pytest.mark.parametrize(
    ("comment", "source"),
    [
        ("**yes** and `<b>`", "**yes** and `<b>`"),
        ("<b>no</b> a < b", r"\<b>no\</b> a < b"),
        ("1. is no list", r"1\. is no list"),
        ("- nor this\n> nor that", "\\- nor this\n\\> nor that"),
        ("#5 is best", r"\#5 is best"),
        ("    indented", "    indented".strip()),
        ("---", r"\---"),
        ("+1, and 3.5 % *of* it", "+1, and 3.5 % *of* it"),
    ],
)
def test_a_comment_knows_emphasis_code_and_links_alone(comment: str, source: str) -> None:
    assert as_markdown(comment) == source


def test_tags_and_sites_and_licences_are_read_in_every_form() -> None:
    assert tag_names("<c#><.net><a-b>") == tag_names("|c#|.net|a-b|") == ["c#", ".net", "a-b"]
    assert [tag_of(name) for name in ("c#", "c", "c++", "Node.js", "<>")][:3] == ["c-sharp", "c", "c++"]
    assert site_of("se_beer") == site_of("beer") == site_of("beer.stackexchange.com") == "beer.stackexchange.com"
    assert site_of("se_conlang_meta") == "conlang.meta.stackexchange.com"
    assert site_of("se_devops_posts") == "devops.stackexchange.com"
    years = {"2010-01-01T00:00:00": "2.5", "2015-01-01T00:00:00": "3.0", "2019-01-01T00:00:00": "4.0"}
    assert [licence({"CreationDate": at}) for at in years] == [f"CC BY-SA {number}" for number in years.values()]


@pytest.mark.parametrize("comment", ["`" * 20_000, "`" * 5_000 + "a" + " ``" * 5_000, "<b> `" * 5_000, "``a` " * 5_000])
def test_comments_of_backticks_take_no_longer_than_others(comment: str) -> None:
    began = time.process_time()
    as_markdown(comment)
    assert time.process_time() - began < 1


def test_code_in_a_comment_ends_at_as_many_backticks_as_it_begins_with() -> None:
    assert as_markdown("``a ` <b>`` <b> `<i>` ` <i>") == "``a ` <b>`` \\<b> `<i>` ` \\<i>"

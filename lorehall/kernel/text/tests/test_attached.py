"""Pictures and files that were brought here: shown where the caller allows it, plain links elsewhere."""

from __future__ import annotations

import pytest

from lorehall.kernel.text import Attached, clean_html, parse, render
from lorehall.kernel.text.allow import clean
from lorehall.kernel.text.attached import in_words

from .safety import assert_safe

PHOTO, SMALL, PAPER, STRANGE = "a" * 32, "b" * 32, "c" * 32, "d" * 32
FILES = {
    PHOTO: Attached(f"/files/{PHOTO}/crumb.webp", 300_000, (480, 960, 1600), 1200),
    SMALL: Attached(f"/files/{SMALL}/dot.webp", 900, (300,), 200),
    PAPER: Attached(f"/files/{PAPER}/plan.pdf", 1_234_567),
}


def shown(source: str) -> str:
    rendered = parse(source).render(files=FILES)
    assert_safe(rendered.html)
    assert clean(rendered.html) == rendered.html
    return rendered.html.strip()


def test_a_picture_is_shown_in_all_its_widths_and_leads_to_the_largest() -> None:
    found = shown(f"![The crumb](/files/{PHOTO}/crumb.webp)")
    assert f'<a href="/files/{PHOTO}/crumb.webp"><img src="/files/{PHOTO}/960.webp"' in found
    assert (
        f'srcset="/files/{PHOTO}/480.webp 480w, /files/{PHOTO}/960.webp 960w, /files/{PHOTO}/1600.webp 1600w"' in found
    )
    assert 'width="960" height="720" alt="The crumb" loading="lazy"' in found


def test_a_small_picture_is_shown_as_it_is() -> None:
    image = f'<img src="/files/{SMALL}/300.webp" width="300" height="200" alt="A dot" loading="lazy">'
    assert shown(f"![A dot](/files/{SMALL}/dot.webp)") == f"<p>{image}</p>"


def test_a_picture_without_words_is_no_link_without_words() -> None:
    assert "<a" not in shown(f"![](/files/{PHOTO}/crumb.webp)")


def test_a_picture_inside_a_link_leads_where_the_link_does() -> None:
    found = shown(f"[![The crumb](/files/{PHOTO}/crumb.webp)](https://example.org)")
    assert found.count("<a ") == 1
    assert "<img" in found


def test_a_file_is_a_link_with_its_size() -> None:
    found = shown(f"[plan.pdf](/files/{PAPER}/plan.pdf)")
    assert found == f'<p><a href="/files/{PAPER}/plan.pdf" class="file">plan.pdf <small>1.2 MB</small></a></p>'


def test_what_is_no_picture_is_not_shown_as_one() -> None:
    assert shown(f"![plan](/files/{PAPER}/plan.pdf)") == f'<p><a href="/files/{PAPER}/plan.pdf">plan</a></p>'


@pytest.mark.parametrize(
    "source",
    [f"![Not mine](/files/{STRANGE}/x.webp)", f'<img src="/files/{STRANGE}/x.webp" alt="Not mine">'],
    ids=["markdown", "html"],
)
def test_what_the_caller_does_not_allow_is_a_link_and_shows_nothing(source: str) -> None:
    found = shown(source)
    assert "<img" not in found
    assert f'<a href="/files/{STRANGE}/x.webp">Not mine</a>' in found


def test_raw_html_is_shown_as_markdown_is_and_chooses_no_sources_of_its_own() -> None:
    raw = f'<img src="/files/{SMALL}/dot.webp" srcset="/files/{STRANGE}/9.webp 9w" sizes="1px" alt="A dot" width="999">'
    assert shown(raw).replace("<p>", "").replace("</p>", "") == shown(f"![A dot](/files/{SMALL}/dot.webp)")[3:-4]
    assert "srcset" not in shown('<img src="/uploads/1/x.webp" srcset="https://example.org/x 2x">')


def test_it_says_what_it_holds_and_what_was_only_named() -> None:
    source = f"![a](/files/{PHOTO}/a) [**b**](/files/{PAPER}/b) [c](/files/{SMALL}/c) `/files/{STRANGE}/d`"
    document = parse(source)
    assert document.references.files == (PHOTO, PAPER, SMALL, STRANGE)
    assert document.render(files=FILES).files == (PHOTO, PAPER, SMALL)
    assert render(source).files == ()


def test_quotes_in_words_and_strange_ends_stay_inside() -> None:
    assert 'alt="say &quot;no&quot; &lt;b&gt;"' in shown(f'![say "no" <b>](/files/{SMALL}/dot.webp)')
    for end in ("x.webp?a=1", "../../uploads/x", "%2e%2e/x", "x\\y", "x#y", "x y", ""):
        assert_safe(parse(f"![w](/files/{STRANGE}/{end})").render(files=FILES).html)


def test_what_comes_from_elsewhere_shows_nothing_of_ours() -> None:
    assert "<img" not in clean_html(f'<p><img src="/files/{PHOTO}/crumb.webp" alt="x"></p>')


def test_a_size_is_said_in_the_largest_unit_that_fits() -> None:
    assert [in_words(size) for size in (0, 999, 1000, 12_345, 999_999, 3_400_000)] == [
        "0 B",
        "999 B",
        "1 kB",
        "12 kB",
        "1000 kB",
        "3.4 MB",
    ]

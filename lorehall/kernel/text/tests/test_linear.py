"""Twice the text takes about twice the time, whatever the text is made of."""

from __future__ import annotations

import gc
import time
from collections.abc import Callable

import pytest

from lorehall.kernel.text import MAX_SOURCE, clean_html, html_to_markdown, plain, render

pytestmark = pytest.mark.slow

Make = Callable[[int], str]
N = 12_000
CEILING = 6.0
"""Seconds of CPU for the longer text: far above what is measured, far below what a quadratic step takes."""


def _times(piece: str) -> Make:
    return lambda n: piece * (n // len(piece))


REPEATED = [
    "*", "_", "`", "[", "]", "<", "![", "$", "$$", "|", "~", "@", "#", "&", "\\", ">", "> ", "- ", "1. ", "(", "[a](",
    "[[a]", "[a][", "[^1]", "[^", "[^a]: b\n\n", "_a_", "*a ", "**a ", "a**b", "*_", "a_b", "$a", "$a$", "\\$", "```\n",
    "<b>", "<div>", "<a ", "<!--", "<!", "<?", "<![CDATA[", "</", "http://", "https://a.b/", "www.", "www.a. ",
    "a@b.c ", "a@", "@a ", "#1 ", "://", "http://a.b/((", "a.", "|-\n", "|a|\n|-|\n", "- [ ] a\n", ">! a\n\n",
    "$$\na\n", "$$\n",
    '<x y="', "[a]: b\n", "[a]: <", "<p>", "<table><td>", "<math><mtext>", "\n", "  \n", "a\\\n", "\0", "\u202e",
    "<!-- language: a -->\n\n", f"![a](/files/{'a' * 32}/b)",
    f"[a](/files/{'a' * 32}/b", f"<a href=/files/{'a' * 32}/b>",
]  # fmt: skip
MADE: dict[str, Make] = {
    "lists in lists": lambda n: "".join("  " * i + "- a\n" for i in range(int(n**0.5))),
    "notes": lambda n: "".join(f"a[^{i}]\n\n[^{i}]: b\n\n" for i in range(n // 18)),
    "5,000 definitions of notes": lambda n: "".join(f"[^{i}]: b\n" for i in range(n // 10)),
    "open notes": lambda n: "[^1]: x\n\n" + "[^" * (n // 2),
    "one long address, used often": lambda n: f"[a]: /{'b' * 1500}\n\n" + "[a]" * (n // 3),
    "elements opened again": lambda n: "".join(f"<b x={i}>" for i in range(n // 20)) + "<p>" * (n // 6),
    "languages opened again": lambda n: "".join(f'<code class="language-{i}">' for i in range(n // 50)) + "<p>" * n,
    "a deep tree by a trick": lambda n: "<div><table><td></div></td></table>" * (n // 35),
    "one tag with all attributes": lambda n: "<a " + " ".join(f"a{i}" for i in range(n // 6)) + ">x</a>",
    "brackets that close": lambda n: "[" * (n // 2) + "]" * (n // 2),
    "runs of ticks": lambda n: "".join("`" * i + " " for i in range(int((2 * n) ** 0.5))),
    "a wide table": lambda n: "|" * (n // 4) + "\n" + "|-" * (n // 4) + "|\n" + "|a\n" * (n // 12),
    "lines that hang on": lambda n: "> " * 40 + "a\n" + "a\n" * (n // 2),
    "closers without openers": lambda n: "a**b" + "c* " * (n // 3),
    "many formulas": lambda n: "".join(f"$x_{{{i}}}$ " for i in range(n // 12)),
    "deep formulas": lambda n: ("$" + "\\frac{" * 90 + "$ ") * (n // 550),
    "code that stops its lexer": lambda n: "```java\n" + "a b c\n" * (n // 6),
    "much code": lambda n: "```csharp\na\na\n```\n" * (n // 18),
}  # fmt: skip
ALL: dict[str, Make] = {**{repr(piece): _times(piece) for piece in REPEATED}, **MADE}


def _seconds(work: Callable[[str], object], text: str) -> float:
    gc.disable()  # what other tests left in memory would be walked again and again
    try:
        start = time.process_time()
        work(text)
        return time.process_time() - start
    finally:
        gc.enable()


def _assert_linear(work: Callable[[str], object], make: Make) -> None:
    once = twice = CEILING
    for _ in range(5):  # the quickest of each, because the machine has other things to do
        once, twice = min(once, _seconds(work, make(N))), min(twice, _seconds(work, make(2 * N)))
        if twice < 0.1 or twice < 3 * once:
            return
    pytest.fail(f"twice the text took {twice / once:.1f} times as long ({twice:.2f} s)")


@pytest.mark.parametrize("name", ALL)
def test_rendering_twice_the_text_takes_twice_the_time(name: str) -> None:
    _assert_linear(render, ALL[name])


@pytest.mark.parametrize("name", ["www.a. ", "![", "> ", "*a ", "`", "<", "$a", "a@b.c "])
def test_the_longest_text_that_is_taken_is_no_surprise(name: str) -> None:
    assert _seconds(render, name * (MAX_SOURCE // len(name))) < 60


@pytest.mark.parametrize("name", ALL)
def test_cleaning_reading_and_turning_back_take_twice_the_time(name: str) -> None:
    _assert_linear(clean_html, ALL[name])
    _assert_linear(html_to_markdown, ALL[name])
    _assert_linear(plain, ALL[name])

"""What no template may contain: untranslated words, inline style or script, HTML declared safe."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html.parser import HTMLParser

import pytest
from jinja2 import nodes

from tests.house import tree

pytestmark = pytest.mark.once

# Shown to developers only; its words are a sample.
DEVELOPERS_ONLY = ("ui/guide",)
NOT_WORDS = {"Lorehall", "Markdown", "CSV", "PDF", "RSS", "iCal", "URL", "TOTP", "Ctrl", "Alt", "Esc", "Enter"}
TRANSLATORS = {"_", "gettext", "ngettext", "pgettext", "npgettext"}
SPOKEN_ATTRIBUTES = {"title", "alt", "placeholder", "aria-label", "aria-description", "aria-roledescription"}
SILENT_TAGS = {"script", "style", "code", "kbd", "samp"}
INLINE = re.compile(r"<style\b|<script(?![^>]*\bsrc=)|\sstyle\s*=|\son[a-z]+\s*=|javascript:|\shx-on", re.IGNORECASE)
TAGS = re.compile(r"{#.*?#}|{%-?\s*trans\b.*?endtrans\s*-?%}|{%-?\s*set\b.*?%}|{%.*?%}|{{.*?}}", re.DOTALL)
WORD = re.compile(r"[^\W\d_]{2,}")
PROSE = re.compile(r"^[A-Z][a-z]+([ ,.…?:]|$)")


class Spoken(HTMLParser):
    """Collects the words that a reader would see or hear."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in SILENT_TAGS:
            self.open.append(tag)
        for name, value in attrs:
            if name in SPOKEN_ATTRIBUTES and value:
                self.hear(value)

    def handle_endtag(self, tag: str) -> None:
        if tag in self.open:
            self.open.remove(tag)

    def handle_data(self, data: str) -> None:
        if not self.open:
            self.hear(data)

    def hear(self, text: str) -> None:
        if set(WORD.findall(text)) - NOT_WORDS:
            self.found.append(" ".join(text.split()))


def bare_words(source: str) -> Iterator[str]:
    """Literal words of a page that no translator sees, be they text, attribute or a macro's argument."""
    spoken = Spoken()
    spoken.feed(TAGS.sub("", source))
    spoken.close()
    yield from spoken.found
    yield from (text for text in spoken_constants(tree.template_tree(source)) if text not in NOT_WORDS)


def spoken_constants(node: nodes.Node) -> Iterator[str]:
    """String constants of expressions that read like prose and are not handed to a translator."""
    if isinstance(node, nodes.Call) and isinstance(node.node, nodes.Name) and node.node.name in TRANSLATORS:
        return
    if isinstance(node, nodes.Const) and isinstance(node.value, str) and PROSE.match(node.value):
        yield node.value
    for child in node.iter_child_nodes():
        yield from spoken_constants(child)


def unsafe(source: str) -> Iterator[str]:
    """Filters and blocks that switch escaping off."""
    for found in tree.template_tree(source).find_all((nodes.Filter, nodes.EvalContextModifier)):
        if isinstance(found, nodes.Filter):
            if found.name == "safe":
                yield f"|safe (line {found.lineno})"
        elif any(option.key == "autoescape" for option in found.options):
            yield f"autoescape (line {found.lineno})"


def pages() -> Iterator[tuple[str, str]]:
    """Every template's name and source."""
    for path in tree.templates():
        yield tree.template_name(path), path.read_text("utf-8")


def test_every_word_of_every_page_can_be_translated() -> None:
    found = [
        f"{name}: {words!r}"
        for name, source in pages()
        if not name.startswith(DEVELOPERS_ONLY)
        for words in bare_words(source)
    ]
    assert not found, tree.told(found)


def test_no_template_holds_inline_style_or_script() -> None:
    found = [
        f"{name}:{number}: {line.strip()}"
        for name, source in pages()
        for number, line in enumerate(source.splitlines(), 1)
        if INLINE.search(line)
    ]
    assert not found, tree.told(found)


def test_no_template_declares_html_safe() -> None:
    found = [
        f"{name}: {finding}"
        for name, source in pages()
        if not name.startswith(DEVELOPERS_ONLY)
        for finding in unsafe(source)
    ]
    assert not found, tree.told(found)


@pytest.mark.parametrize(
    "bad",
    [
        "<p>Ask a question</p>",
        '<img src="x" alt="A cat">',
        '{{ field(label="Your name") }}',
        '{{ _("Fine") }} and not this',
        '{{ button("Save") }}',
        '<input placeholder="e.g. bread">',
    ],
)
def test_the_word_check_finds_what_nobody_could_translate(bad: str) -> None:
    assert list(bare_words(bad))


@pytest.mark.parametrize(
    "good",
    [
        '<p class="lead wide">{{ _("Ask a question") }}</p>',
        "{% trans name=name %}Hello {{ name }}{% endtrans %}",
        '{{ field(label=_("Your name"), kind="text area") }}',
        "{# A comment in plain words #}<hr>",
        "<p>Lorehall · {{ version }}</p><kbd>Ctrl</kbd>",
        '{{ ngettext("%(num)s Answer", "%(num)s Answers", n) }}',
    ],
)
def test_the_word_check_passes_what_is_translated(good: str) -> None:
    assert not list(bare_words(good))


@pytest.mark.parametrize(
    "bad",
    [
        '<p style="color: red">',
        "<script>let x</script>",
        '<a onclick="f()">',
        "<style>",
        '<a href="javascript:x">',
    ],
)
def test_the_inline_check_finds_every_form(bad: str) -> None:
    assert INLINE.search(bad)


@pytest.mark.parametrize(
    "good",
    ['<script type="module" src="/x.js"></script>', '<a data-on="x" class="style">', "<p>{{ version }}"],
)
def test_the_inline_check_passes_plain_markup(good: str) -> None:
    assert not INLINE.search(good)


def test_the_safety_check_finds_both_forms() -> None:
    assert list(unsafe("{{ body|safe }}"))
    assert list(unsafe("{% autoescape false %}{{ body }}{% endautoescape %}"))
    assert not list(unsafe("{{ body|ago }}"))

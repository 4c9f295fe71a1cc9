"""The one Markdown parser, built once, and how its tokens become HTML."""

from __future__ import annotations

from collections.abc import Container, Sequence
from html import escape
from typing import Any, Final, cast

from markdown_it import MarkdownIt
from markdown_it.common.normalize_url import validateLink
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token
from markdown_it.utils import EnvType, OptionsDict

from lorehall.kernel.text import blocks, inline, poll
from lorehall.kernel.text.fold import slug, tidy_line
from lorehall.kernel.text.formula import mathml
from lorehall.kernel.text.highlight import Palette, known
from lorehall.kernel.text.limits import MAX_SOURCE

MAX_NESTING = 20
"""Quotations in quotations; a list counts twice. What is deeper is not shown."""

Tokens = Sequence[Token]
_MAX_HREFS: Final = 4 * MAX_SOURCE
_PICTURES: Final = ("https://", "http://", "/uploads/", "/files/")
_AS_TYPED: Final = {"mention": "@", "item": "#"}


class Renderer(RendererHTML):
    """HTML in the product's own words. `env` says who is mentioned and what is linked."""

    def mention(self, tokens: Tokens, idx: int, _options: OptionsDict, env: EnvType) -> str:
        handle = tokens[idx].content
        url = env["people"].get(handle.lower())
        shown = f"@{handle}"
        return f'<a href="{escape(url)}" class="mention">{shown}</a>' if url else shown

    def item(self, tokens: Tokens, idx: int, _options: OptionsDict, env: EnvType) -> str:
        number = tokens[idx].content
        url, title = env["items"].get(int(number), ("", ""))
        shown = f"#{number}"
        return f'<a href="{escape(url)}" title="{escape(title)}" class="item">{shown}</a>' if url else shown

    def citation(self, tokens: Tokens, idx: int, _options: OptionsDict, env: EnvType) -> str:
        post = tokens[idx].content
        number = env["numbers"].get(int(post))
        if number is None:
            return f"[^p{post}]"
        again = env["cited"].get(post, 0)
        env["cited"][post] = again + 1
        here = f"c{post}-{again}" if again else f"c{post}"
        return f'<sup class="cite"><a href="#note-c{post}" id="noteref-{here}">{number}</a></sup>'

    def heading_open(self, tokens: Tokens, idx: int, options: OptionsDict, env: EnvType) -> str:
        if env["sections"] is None:
            return self.renderToken(tokens, idx, options, env)
        depth, title = int(tokens[idx].tag[1]), self.renderInlineAsText(tokens[idx + 1].children, options, env)
        section = _section(title, env["sections"], env["again"])
        env["sections"][section] = (tidy_line(title), depth)
        return f'<{tokens[idx].tag} id="{section}">'

    def formula(self, tokens: Tokens, idx: int, _options: OptionsDict, _env: EnvType) -> str:
        return mathml(tokens[idx].content, display=tokens[idx].markup == "$$")

    def formula_block(self, tokens: Tokens, idx: int, _options: OptionsDict, _env: EnvType) -> str:
        return f'<p class="formula">{mathml(tokens[idx].content, display=True)}</p>\n'

    def task_open(self, tokens: Tokens, idx: int, _options: OptionsDict, _env: EnvType) -> str:
        checked = ' checked=""' if tokens[idx].meta["checked"] else ""
        return f'<label><input class="task-list-item-checkbox" disabled="" type="checkbox"{checked}> '

    def task_close(self, _tokens: Tokens, _idx: int, _options: OptionsDict, _env: EnvType) -> str:
        return "</label>"

    def html_block(self, tokens: Tokens, idx: int, _options: OptionsDict, env: EnvType) -> str:
        env["raw"] = True
        return tokens[idx].content

    def html_inline(self, tokens: Tokens, idx: int, _options: OptionsDict, env: EnvType) -> str:
        env["raw"] = True
        return tokens[idx].content

    def fence(self, tokens: Tokens, idx: int, _options: OptionsDict, env: EnvType) -> str:
        language = known(tokens[idx].info.strip().split(" ", 1)[0])
        name = f' class="language-{language}"' if language else ""
        palette: Palette = env["palette"]
        return f"<pre><code{name}>{palette.highlight(tokens[idx].content, language)}</code></pre>\n"

    def poll(self, tokens: Tokens, idx: int, _options: OptionsDict, env: EnvType) -> str:
        return poll.stored(tokens[idx].meta["poll"], env["zone"])

    def code_block(self, tokens: Tokens, idx: int, options: OptionsDict, env: EnvType) -> str:
        return self.fence(tokens, idx, options, env)

    def th_open(self, tokens: Tokens, idx: int, _options: OptionsDict, _env: EnvType) -> str:
        token = tokens[idx]
        align = str(token.attrGet("style") or "").removeprefix("text-align:")
        return f'<{token.tag} class="{align}">' if align else f"<{token.tag}>"

    td_open = th_open

    def link_open(self, tokens: Tokens, idx: int, options: OptionsDict, env: EnvType) -> str:
        token = tokens[idx]
        # A long address defined once may be used on every word; what that adds up to is bounded.
        env["hrefs"] += len(str(token.attrGet("href"))) + len(str(token.attrGet("title") or ""))
        return "<a>" if env["hrefs"] > _MAX_HREFS else self.renderToken(tokens, idx, options, env)

    def image(self, tokens: Tokens, idx: int, options: OptionsDict, env: EnvType) -> str:
        token = tokens[idx]
        source = str(token.attrGet("src"))
        env["hrefs"] += len(source) + len(str(token.attrGet("title") or ""))
        if not source.lower().startswith(_PICTURES) or env["hrefs"] > _MAX_HREFS:
            return escape(self.renderInlineAsText(token.children, options, env))
        return super().image(tokens, idx, options, env)

    def renderInlineAsText(  # noqa: N802 - the name is markdown-it's
        self, tokens: Tokens | None, options: OptionsDict, env: EnvType
    ) -> str:
        parts: list[str] = []
        for token in tokens or ():
            if token.type == "image":
                parts.append(self.renderInlineAsText(token.children, options, env))
            elif token.type in {"softbreak", "hardbreak"}:
                parts.append("\n")
            elif token.type == "formula":
                parts.append(token.markup + token.content + token.markup)
            elif not token.nesting and token.type != "citation":
                parts.append(_AS_TYPED.get(token.type, "") + token.content)
        return "".join(parts)

    def footnote_ref(self, tokens: Tokens, idx: int, _options: OptionsDict, env: EnvType) -> str:
        number, again = tokens[idx].meta["id"] + 1, tokens[idx].meta.get("subId", 0)
        note = f"{env['prefix']}{number}"
        ref = f"{note}-{again}" if again else note
        link = f'<a href="#note-{note}" id="noteref-{ref}">[{number}]</a>'
        return f'<sup class="footnote-ref">{link}</sup>'

    def footnote_block_open(self, *_args: Any) -> str:
        return '<section class="footnotes">\n<ol>\n'

    def footnote_block_close(self, *_args: Any) -> str:
        return "</ol>\n</section>\n"

    def footnote_open(self, tokens: Tokens, idx: int, _options: OptionsDict, env: EnvType) -> str:
        return f'<li id="note-{env["prefix"]}{tokens[idx].meta["id"] + 1}">'

    def footnote_close(self, *_args: Any) -> str:
        return "</li>\n"

    def footnote_anchor(self, tokens: Tokens, idx: int, _options: OptionsDict, env: EnvType) -> str:
        number, again = tokens[idx].meta["id"] + 1, tokens[idx].meta.get("subId", 0)
        ref = f"{env['prefix']}{number}-{again}" if again else f"{env['prefix']}{number}"
        return f' <a href="#noteref-{ref}" class="footnote-backref">\u21a9\ufe0e</a>'


def _section(title: str, taken: Container[str], again: dict[str, int]) -> str:
    """An id for a heading, unlike those before it on the page. `again` remembers how often a name came already."""
    name = one = f"s-{slug(title, limit=48)}"
    while one in taken:
        again[name] = again.get(name, 1) + 1
        one = f"{name}-{again[name]}"
    return one


class Parser(MarkdownIt):
    """markdown-it with our rules; addresses are refused where they are read, and again by the gate."""

    def validateLink(self, url: str) -> bool:  # noqa: N802 - the name is markdown-it's
        return len(url) <= inline.MAX_URL and not url.lower().startswith("data:") and validateLink(url)


def _parser(*, html: bool) -> Parser:
    md = Parser("commonmark", {"html": html, "linkify": False, "tasklists": True, "maxNesting": MAX_NESTING})
    md.enable(["table", "strikethrough", "linkify"])
    md.core.ruler.disable("linkify")
    inline.install(md)
    blocks.install(md)
    # The footnotes' plugin brings render rules of its own; ours have other names and ids.
    md.renderer = Renderer(md)
    return md


WITH_HTML: Final = _parser(html=True)
WITHOUT_HTML: Final = _parser(html=False)


def to_html(md: Parser, tokens: list[Token], env: EnvType) -> str:
    """HTML of parsed tokens, not yet cleaned."""
    return cast(str, md.renderer.render(tokens, md.options, env))

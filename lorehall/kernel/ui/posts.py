"""The parts of a post and a row, in Python: a page of twenty posts prints them a hundred times.

`ui/macros/post.html` and `ui/macros/bits.html` hand them to templates. Texts are escaped here unless they are Markup.
"""
# ruff: noqa: S704 - built from escaped parts only

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import lru_cache
from typing import Any
from urllib.parse import quote

from markupsafe import Markup, escape

from lorehall.kernel.ui.pieces import avatar, count, icon
from lorehall.kernel.ui.words import language, word

Inside = Callable[[], Markup] | None


def by(person: Any, url: str = "", why: str = "", at: str = "", origin: str = "") -> Markup:
    """Who wrote it: face, name, why they know (`why`), when (`at`) and from where (`origin`)."""
    name = f'<a href="{escape(url)}">{escape(person.name)}</a>' if url else escape(person.name)
    reason = f'<div class="why">{escape(why)}</div>' if why else ""
    source = f"<br>{escape(origin)}" if origin else ""
    return Markup(
        f'<div class="by">{avatar(person)}<div><strong>{name}</strong>{reason}</div>'
        f'<div class="when">{at if isinstance(at, Markup) else escape(at)}{source}</div></div>'
    )


def _posts(url: str, name: str = "", value: object = "", sure: str = "") -> str:
    """What makes a button post to `url` through the page's one form."""
    field = f' name="{escape(name)}" value="{escape(value)}"' if name else ""
    asked = f' data-sure="{escape(sure)}"' if sure else ""
    return f'form="act" formaction="{escape(url)}"{field}{asked}'


def act(label: str, url: str, name: str = "", value: object = "", sure: str = "", kind: str = "quiet") -> Markup:  # noqa: PLR0917 - templates call it
    """A button that posts to `url`; the sentence `sure` is asked first."""
    return Markup(f'<button class="btn {kind}" {_posts(url, name, value, sure)}>{escape(label)}</button>')


def item(label: str, url: str) -> Markup:
    """A link in a menu."""
    return Markup(f'<a class="item" href="{escape(url)}">{escape(label)}</a>')


def item_act(label: str, url: str, sure: str = "", name: str = "", value: object = "") -> Markup:
    """A button in a menu that posts to `url`."""
    return Markup(f'<button class="item" {_posts(url, name, value, sure)}>{escape(label)}</button>')


def mark(label: str, url: str, number: int = 0, mine: bool = False, may: bool = True, symbol: str = "△") -> Markup:  # noqa: PLR0917 - templates call it
    """A mark with its count. Posts on=1 to set it and on=0 to take it away; only the count where one may not."""
    sign = f'<span class="symbol" aria-hidden="true">{symbol}</span> ' if symbol else ""
    if not may:
        shown = f'<span class="btn quiet still">{sign}{count(number)} {escape(label)}</span>'
        return Markup(shown if number else "")
    pressed, value = ("true", "0") if mine else ("false", "1")
    hidden = "" if number else " hidden"
    return Markup(
        f'<button class="btn quiet mark" {_posts(url, "on", value)} aria-pressed="{pressed}" data-mark>'
        f'{sign}<span class="n"{hidden}>{count(number)}</span> {escape(label)}</button>'
    )


def useful(url: str, number: int, mine: bool = False, may: bool = True) -> Markup:
    """The mark "useful"."""
    return mark(word("useful"), url, number, mine, may)


def toggle(label: str, url: str, mine: bool = False, number: int = 0, on_label: str = "") -> Markup:
    """A mark with words first: Follow and Following, "I have this too · 4"."""
    pressed, value = ("true", "0") if mine else ("false", "1")
    words = on_label if mine and on_label else label
    both = f' data-on="{escape(on_label)}" data-off="{escape(label)}"' if on_label else ""
    amount = f' · <span class="n">{count(number)}</span>' if number else ""
    return Markup(
        f'<button class="btn quiet mark" {_posts(url, "on", value)} aria-pressed="{pressed}" data-mark{both}>'
        f'<span class="words">{escape(words)}</span>{amount}</button>'
    )


def share(url: str) -> Markup:
    """A link to the post itself, copied where there is a clipboard."""
    return Markup(f'<a class="btn quiet" href="{escape(url)}" data-share>{escape(word("Share"))}</a>')


def carry(url: str, saves: bool = False) -> Markup:
    """What everybody can carry away of a post, as entries of its menu; `saves` for who can put it by."""
    at, (share, copy, save) = escape(url), _carried(language())
    return Markup(
        f'<a class="item" href="{at}" data-share>{share}</a><a class="item" href="{at}.md" data-copy>{copy}</a>'
        + (f'<a class="item" href="{at}/bookmark">{save}</a>' if saves else "")
    )


@lru_cache(maxsize=64)
def _carried(_language: str) -> tuple[str, str, str]:
    """The words of `carry`: a page of posts prints them by the dozen."""
    return escape(word("Share")), escape(word("Copy as Markdown")), escape(word("Save with a note"))


def reply(id: int, name: str, url: str, html: str, at: str = "", caller: Inside = None) -> Markup:  # noqa: A002, PLR0917
    """A reply: a name and its text; what stands in the block are its acts."""
    acts = f'<div class="acts">{caller()}</div>' if caller else ""
    who = f'<a class="name" href="{escape(url)}">{escape(name)}</a>' if url else f"<b>{escape(name)}</b>"
    text = f'<div class="prose small">{escape(html)}</div>'
    return Markup(f'<div class="reply" id="p{int(id)}">{who} {text} {escape(at)}{acts}</div>')


def tag(name: str, url: str) -> Markup:
    """A tag's name, linked to its page."""
    return Markup(f'<a class="tag" href="{escape(url)}">{escape(name)}</a>')


@lru_cache(maxsize=4096)
def _tag_at(slug: str) -> str:
    """The last piece of a tag's address."""
    return quote(slug, safe="")


def tags(carried: Iterable[Any], place: Any) -> Markup:
    """The tags of an item (each with `name` and `slug`), linked to their pages in the community."""
    base = f"/c/{place.slug}/tags/"
    return Markup("".join(f'<a class="tag" href="{base}{_tag_at(t.slug)}">{escape(t.name)}</a>' for t in carried))


def places(entries: Iterable[Any]) -> Markup:
    """The places of a part of the rail."""
    return Markup("\n".join(_place(entry) for entry in entries))


def _place(entry: Any) -> str:
    current = ' aria-current="page"' if entry.current else ""
    sign = icon(entry.icon) if entry.icon else ""
    amount = f' <span class="n">{escape(entry.count)}</span>' if entry.count else ""
    link = f'href="{escape(entry.url)}" data-go="{escape(entry.key)}"{current}'
    return f"<li><a {link}>{sign}<span>{escape(entry.label)}</span>{amount}</a></li>"


def row(title: str, url: str, right: str = "", level: int = 3, caller: Inside = None) -> Markup:
    """A row of a list: title, the block's line below it, and a time or a button on the right."""
    below = caller() if caller else ""
    side = f'<div class="right meta">{escape(right)}</div>' if right else ""
    return Markup(
        f'<article class="row" data-row><div><h{level}><a href="{escape(url)}">{escape(title)}</a></h{level}>'
        f'<div class="meta">{below}</div></div>{side}</article>'
    )

"""The template environment: what every template has at hand."""

from __future__ import annotations

import secrets
from collections.abc import MutableMapping
from typing import Any

from django.urls import reverse
from jinja2 import Environment, nodes, pass_environment
from jinja2.compiler import CodeGenerator
from markupsafe import Markup, escape

from lorehall.kernel.ui import pieces, posts, slots, statics, times, words


def url(name: str, *args: Any, **kwargs: Any) -> str:
    """The address of a named route."""
    return reverse(name, args=args or None, kwargs=kwargs or None)


def form_token() -> str:
    """A name for this one printing of a form. A rule that sees it twice knows a double post."""
    return secrets.token_urlsafe(12)


_kept: dict[tuple[str, str], Markup] = {}


@pass_environment
def once(env: Environment, name: str) -> Markup:
    """A piece that is the same on every page, rendered once for each language."""
    key = (name, words.language())
    kept = _kept.get(key)
    if kept is None or env.auto_reload:
        kept = _kept[key] = Markup(env.get_template(name).render())  # noqa: S704 - a template's own output
    return kept


def composer_parts(where: str) -> tuple[str, ...]:
    """Templates that the house puts into every composer: in its toolbar ("tools") or under its text ("beneath")."""
    filled = slots.filled(f"composer_{where}")
    return tuple(filled()) if filled else ()


def more_tabs(where: str) -> tuple[tuple[str, str, str], ...]:
    """Tabs that higher floors add to a page of a lower one, such as "settings": label, address, name."""
    filled = slots.filled(f"tabs_{where}")
    return tuple(filled()) if filled else ()


def shown(value: Any) -> str:
    """What a template prints for a value: escaped, unless it is HTML already."""
    return value if type(value) is Markup else escape(value)


class Writer(CodeGenerator):
    """Compiles templates to ask `shown` rather than `escape`, which makes new Markup of what is Markup: half of what a
    page of posts prints.
    """

    def _output_child_pre(self, node: nodes.Expr, frame: Any, finalize: Any) -> None:
        if not frame.eval_ctx.autoescape or frame.eval_ctx.volatile or finalize.src is not None:
            super()._output_child_pre(node, frame, finalize)
        else:
            self.write("environment.shown(")


class Frame(Environment):
    """Jinja2's environment, with one mapping for each template's globals.

    Jinja2 chains two, and walks the chain in Python whenever a page imports macros: 0.2 ms on a page of posts.
    """

    code_generator_class = Writer
    shown = staticmethod(shown)

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        return {**self.globals, **(d or {})}


def _escapes(template: str | None) -> bool:
    """Everything is HTML except mail's plain texts."""
    return not (template or "").endswith(".txt")


def environment(**options: Any) -> Environment:
    """Build the environment; Django's template back end calls this once with its own options."""
    options.update(autoescape=_escapes, trim_blocks=True, lstrip_blocks=True)
    options.setdefault("cache_size", 1000)
    env = Frame(extensions=["jinja2.ext.i18n", "jinja2.ext.do"], **options)
    env.newstyle_gettext = True  # type: ignore[attr-defined]
    env.globals.update(
        _=words.gettext,
        gettext=words.gettext,
        ngettext=words.ngettext,
        pgettext=words.pgettext,
        static=statics.static,
        sheets=statics.sheets,
        scripts=statics.scripts,
        writing=statics.writing,
        composer_parts=composer_parts,
        more_tabs=more_tabs,
        url=url,
        icon=pieces.icon,
        state=pieces.state,
        avatar=pieces.avatar,
        upload=pieces.upload,
        stored=pieces.stored,
        form_token=form_token,
        once=once,
        pieces=posts,
    )
    env.filters.update(
        ago=times.ago,
        on_day=times.on_day,
        full_time=times.full_time,
        time_of=times.time_of,
        count=pieces.count,
        stored=pieces.stored,
        since=times.since,
        since_day=times.since_day,
        initials=pieces.initials,
    )
    return env

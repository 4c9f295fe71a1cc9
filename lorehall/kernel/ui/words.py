"""The words of a template: translated where there is something to translate, and free where there is not."""

# ruff: noqa: S704 - translations are ours; what fills them is escaped

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.utils import translation
from jinja2 import pass_eval_context
from jinja2.nodes import EvalContext
from markupsafe import Markup, escape

# While the installation speaks English alone, asking which language is active would be the dearest part of a word.
ONLY_ENGLISH = [code for code, _name in settings.LANGUAGES] == ["en"]
_plain: dict[str, Markup] = {}


def is_english() -> bool:
    """Whether the source texts themselves are the words to show (a lookup would only find them again)."""
    return ONLY_ENGLISH or translation.get_language() in {None, "en"}


def language() -> str:
    """The active language, as a key for what is kept by language."""
    return "en" if ONLY_ENGLISH else translation.get_language() or "en"


def word(message: str) -> str:
    """A plain translated text, for Python."""
    return message if is_english() else translation.gettext(message)


def words(one: str, many: str, number: int) -> str:
    """The plain form for the number, for Python."""
    return (one if number == 1 else many) if is_english() else translation.ngettext(one, many, number)


def _filled(text: str, variables: dict[str, Any]) -> Markup:
    """The text with escaped variables in it. Markup's own `%` says the same at four times the cost."""
    return Markup(text % {name: v if isinstance(v, int) else escape(v) for name, v in variables.items()})


@pass_eval_context
def gettext(eval_ctx: EvalContext, message: str, /, **variables: Any) -> str:
    """`_("Asked by %(name)s", name=…)`: translated, then filled; the filling is escaped in HTML."""
    text = message if is_english() else translation.gettext(message)
    if not eval_ctx.autoescape:
        return text % variables
    if not variables:
        known = _plain.get(text)
        if known is None:
            known = _plain[text] = Markup(text.replace("%%", "%"))
        return known
    return _filled(text, variables)


@pass_eval_context
def ngettext(eval_ctx: EvalContext, one: str, many: str, number: int, /, **variables: Any) -> str:
    """`ngettext("%(num)s answer", "%(num)s answers", n)`: the form for the number, called `num`."""
    variables.setdefault("num", number)
    text = words(one, many, number)
    return _filled(text, variables) if eval_ctx.autoescape else text % variables


def pgettext(context: str, message: str, /, **variables: Any) -> str:
    """A translation where the same English word means two things."""
    text = message if is_english() else translation.pgettext(context, message)
    return Markup(text) % variables

"""What a template prints is escaped, whatever way it takes, and HTML is printed as it is."""

from __future__ import annotations

import pytest
from markupsafe import Markup

from lorehall.kernel.ui.jinja import environment

WAYS = (
    "{{ x }}",
    "{% set y = x %}{{ y }}",
    "{% set y %}{{ x }}{% endset %}{{ y }}",
    "{% macro say(it) %}{{ it }}{% endmacro %}{{ say(x) }}",
    "{% macro round() %}{{ caller() }}{% endmacro %}{% call round() %}{{ x }}{% endcall %}",
    "{% for y in [x] %}{{ y }}{% endfor %}",
    "{{ x ~ '' }}",
    "{{ _('%(it)s', it=x) }}",
)


class Name(str):
    """A text of some class of its own."""

    __slots__ = ()


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("text", ["<b>&", Name("<b>&")], ids=["text", "a text of its own class"])
def test_texts_are_escaped_in_every_way_of_printing(way: str, text: str) -> None:
    assert environment().from_string(way).render(x=text) == "&lt;b&gt;&amp;"


@pytest.mark.parametrize("way", WAYS)
def test_html_is_printed_as_it_is(way: str) -> None:
    assert environment().from_string(way).render(x=Markup("<b>&amp;</b>")) == "<b>&amp;</b>"


@pytest.mark.parametrize(("value", "printed"), [(5, "5"), (None, "None"), (["<"], "[&#39;&lt;&#39;]")])
def test_other_values_are_printed_as_texts(value: object, printed: str) -> None:
    assert environment().from_string("{{ x }}").render(x=value) == printed

"""Facts and addresses: nothing is said that nobody knows of, and everything has a name."""

from __future__ import annotations

import importlib
import sys
from collections.abc import Iterator

import pytest
from django.urls import URLPattern, URLResolver, get_resolver

from lorehall.kernel.facts import Fact
from lorehall.kernel.facts import wiring as connected
from tests.house import tree

pytestmark = pytest.mark.once


def fact_classes(base: type[Fact] = Fact) -> Iterator[type[Fact]]:
    """Every kind of fact of the product."""
    for path in tree.product():
        if path.stem == "facts" or path.parent.name == "facts":
            importlib.import_module(".".join(path.relative_to(tree.ROOT).with_suffix("").parts))
    for kind in base.__subclasses__():
        yield from fact_classes(kind)
        # One without a name is a base of others; one that its module doesn't know was made anew with slots.
        if not kind.name or getattr(sys.modules[kind.__module__], kind.__name__, None) is not kind:
            continue
        if kind.__module__.startswith("lorehall.") and ".tests." not in kind.__module__:
            yield kind


def unnamed(patterns: list[URLPattern | URLResolver], prefix: str = "") -> Iterator[str]:
    """Addresses that no program can spell but by hand."""
    for pattern in patterns:
        route = f"{prefix}{pattern.pattern}"
        if isinstance(pattern, URLResolver):
            yield from unnamed(pattern.url_patterns, route)
        elif not pattern.name:
            yield route


def test_every_fact_is_wired_or_listed_as_unheard() -> None:
    missing = [kind.__qualname__ for kind in fact_classes() if connected._classes.get(kind.name) is not kind]
    assert not missing, f"house/wiring.py has no line for {', '.join(missing)}; () says that nobody listens."


def test_every_fact_is_named_after_the_capability_that_says_it() -> None:
    for kind in fact_classes():
        said_by = kind.__module__.split(".")[1]
        assert kind.name.startswith(f"{said_by}."), f"{kind.__qualname__} is named {kind.name!r}"


def test_no_two_facts_share_a_name() -> None:
    names = [kind.name for kind in fact_classes()]
    assert sorted(names) == sorted(set(names))


def test_every_address_has_a_name() -> None:
    assert not list(unnamed(get_resolver().url_patterns))


def test_no_address_of_ours_ends_in_a_slash() -> None:
    ours = [pattern for pattern in get_resolver().url_patterns if isinstance(pattern, URLPattern)]
    assert not [str(pattern.pattern) for pattern in ours if str(pattern.pattern).endswith("/")]


def test_the_name_check_finds_a_nameless_address() -> None:
    from django.urls import path

    assert list(unnamed([path("here", lambda request: request)])) == ["here"]
    assert not list(unnamed([path("here", lambda request: request, name="here")]))

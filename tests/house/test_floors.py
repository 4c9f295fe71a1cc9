"""Imports go down the floors, and so do templates."""

from __future__ import annotations

import pytest
from importlinter import cli
from jinja2 import meta

from tests.house import tree

pytestmark = pytest.mark.once


# These draw what higher floors have put into a slot, so the name comes with it.
SLOTS = {
    "people/profile.html",
    "content/similar.html",
    "practice/context.html",
    "practice/practice.html",
    "ui/macros/composer.html",
    "ui/parts/tools.html",
}


def upward_references(name: str, source: str, owners: dict[str, str]) -> list[str]:
    """What this template extends, includes or imports and may not; `owners` is template → capability."""
    own = owners[name]
    found = []
    for wanted in meta.find_referenced_templates(tree.template_tree(source)):
        if wanted is None and name in SLOTS:
            continue
        if wanted is None:
            found.append(f"{name} names a template by an expression, so nobody can check it")
        elif wanted not in owners:
            found.append(f"{name} wants {wanted}, which does not exist")
        elif owners[wanted] != own and tree.floors()[owners[wanted]] >= tree.floors()[own]:
            found.append(f"{name} ({own}) wants {wanted} ({owners[wanted]})")
    return found


def test_imports_go_down_the_floors_only(capfd: pytest.CaptureFixture[str]) -> None:
    code = cli.lint_imports(config_filename=str(tree.ROOT / "pyproject.toml"), no_cache=True)
    assert code == 0, capfd.readouterr().out


def test_every_capability_has_a_floor() -> None:
    assert set(tree.capabilities()) == set(tree.floors())


def test_every_capability_is_a_django_app() -> None:
    from django.apps import apps

    installed = {config.name for config in apps.get_app_configs()}
    assert {f"lorehall.{name}" for name in tree.capabilities()} <= installed


def test_templates_go_down_the_floors_only() -> None:
    owners = {tree.template_name(path): tree.capability(path) for path in tree.templates()}
    found = [
        finding
        for path in tree.templates()
        for finding in upward_references(tree.template_name(path), path.read_text("utf-8"), owners)
    ]
    assert not found, tree.told(found)


def test_no_two_templates_share_a_name() -> None:
    names = [tree.template_name(path) for path in tree.templates()]
    assert sorted(names) == sorted(set(names))


@pytest.mark.parametrize(
    ("source", "allowed"),
    [
        ('{% extends "ui/base.html" %}', True),
        ('{% include "questions/part.html" %}', True),
        ('{% import "pages/macros.html" as m %}', False),
        ('{% from "conversations/macros.html" import reply %}', False),
        ('{% include "nowhere.html" %}', False),
        ("{% include chosen %}", False),
    ],
)
def test_the_template_check_knows_up_from_down(source: str, allowed: bool) -> None:
    owners = {
        "ui/base.html": "kernel",
        "questions/part.html": "questions",
        "questions/page.html": "questions",
        "pages/macros.html": "pages",
        "conversations/macros.html": "conversations",
    }
    assert (not upward_references("questions/page.html", source, owners)) is allowed

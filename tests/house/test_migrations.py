"""Migrations are complete, and stand on nothing that may change under them."""

from __future__ import annotations

import ast
from collections.abc import Iterator

import pytest
from django.core.management import call_command

from tests.house import tree

# Functions of ours that migrations may name for ever: they are kept as they are.
KEPT_FOR_EVER = ("lorehall.kernel.db.functions", "lorehall.kernel.db.fulltext_tables", "lorehall.kernel.clock")


def moving_ground(module: ast.Module) -> Iterator[str]:
    """Imports of our own code, which will have changed when the migration runs."""
    for node in ast.walk(module):
        names = []
        if isinstance(node, ast.ImportFrom) and node.module:
            names = [node.module]
        elif isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        for name in names:
            if name.startswith("lorehall.") and not name.startswith(KEPT_FOR_EVER):
                yield f"{name} (line {node.lineno})"


@pytest.mark.django_db
def test_no_model_has_changed_without_a_migration() -> None:
    call_command("makemigrations", check=True, dry_run=True, verbosity=1)


@pytest.mark.once
def test_no_migration_imports_our_own_code() -> None:
    found = [
        f"{tree.short(path)}: {finding}"
        for path in tree.product(migrations=True)
        if "migrations" in path.parts
        for finding in moving_ground(tree.parsed(path))
    ]
    assert not found, tree.told(found)


@pytest.mark.once
def test_schema_and_data_move_apart() -> None:
    for path in tree.product(migrations=True):
        if "migrations" in path.parts:
            called = {
                node.func.attr
                for node in ast.walk(tree.parsed(path))
                if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)
            }
            data = called & {"RunPython", "RunSQL"}
            schema = called & {"CreateModel", "AddField", "AlterField", "RemoveField", "DeleteModel"}
            assert not (data and schema), tree.short(path)


@pytest.mark.once
def test_the_import_check_finds_a_model() -> None:
    assert list(moving_ground(ast.parse("from lorehall.people.models import Person")))
    assert list(moving_ground(ast.parse("import lorehall.people.models")))
    assert not list(moving_ground(ast.parse("from django.db import models")))

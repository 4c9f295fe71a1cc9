"""Laws that one can read off the syntax: what no file of the product may contain."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.house import tree

pytestmark = pytest.mark.once

FORBIDDEN_NAMES = {
    "utils",
    "util",
    "helpers",
    "helper",
    "services",
    "service",
    "managers",
    "manager",
    "misc",
    "common",
}
SIGNALS = (
    "django.db.models.signals",
    "django.dispatch",
    "django.core.signals",
    "django.contrib.auth.signals",
)
SAFE_WORDS = {"mark_safe", "Markup", "SafeString", "SafeText"}
SAFE_PLACES = ("lorehall/kernel/text", "lorehall/kernel/ui")

# Where a library demands what a law forbids, each with its reason. The lists only shrink.
SIGNALS_DEMANDED: dict[str, str] = {}
IMPORTS_DEMANDED: dict[str, str] = {
    "lorehall/house/web.py": "the application is made in the web process, not in the one that starts it",
    "lorehall/house/commands/check.py": "an installation is checked before Django can be set up",
}

Check = Callable[[ast.Module], Iterator[str]]


def overridden_saves(module: ast.Module) -> Iterator[str]:
    """Models keep Django's `save` and `delete`; what must happen besides stands in a rule."""
    for node in ast.walk(module):
        if isinstance(node, ast.ClassDef):
            for part in node.body:
                if isinstance(part, ast.FunctionDef) and part.name in {"save", "delete", "full_clean"}:
                    yield f"{node.name}.{part.name} (line {part.lineno})"


def generic_keys(module: ast.Module) -> Iterator[str]:
    """What members make hangs on one Item, by a real foreign key."""
    for node in ast.walk(module):
        if isinstance(node, ast.Name | ast.Attribute):
            name = node.id if isinstance(node, ast.Name) else node.attr
            if name in {"GenericForeignKey", "GenericRelation"}:
                yield f"{name} (line {node.lineno})"


def imported(module: ast.AST) -> Iterator[tuple[str, int]]:
    """Every dotted name that is imported anywhere below."""
    for node in ast.walk(module):
        if isinstance(node, ast.Import):
            yield from ((alias.name, node.lineno) for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield from ((f"{node.module}.{alias.name}", node.lineno) for alias in node.names)


def signals(module: ast.Module) -> Iterator[str]:
    """Facts and reactions instead of signals."""
    for name, line in imported(module):
        if name.startswith(SIGNALS) or ".signals" in name:
            yield f"{name} (line {line})"


def imports_in_functions(module: ast.Module) -> Iterator[str]:
    """An import in a function hides a cycle; `AppConfig.ready` is where Django wants it."""
    for node in ast.walk(module):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.name != "ready":
            for name, line in imported(node):
                yield f"{node.name} imports {name} (line {line})"


def objects(module: ast.Module) -> Iterator[str]:
    """Views ask queries and call rules."""
    for node in ast.walk(module):
        if isinstance(node, ast.Attribute) and node.attr in {"objects", "_default_manager"}:
            yield f".{node.attr} (line {node.lineno})"


def safe_words(module: ast.Module) -> Iterator[str]:
    """HTML is declared safe in two places; a type may name it anywhere."""
    for node in ast.walk(module):
        if isinstance(node, ast.Call):
            called = node.func
            name = called.id if isinstance(called, ast.Name) else getattr(called, "attr", "")
            if name in SAFE_WORDS:
                yield f"{name}(…) (line {node.lineno})"


def without_docstring(module: ast.Module) -> Iterator[str]:
    """A rule says what goes in and which refusals come out."""
    for node in module.body:
        if isinstance(node, ast.FunctionDef) and not node.name.startswith("_") and not ast.get_docstring(node):
            yield f"{node.name} (line {node.lineno})"


def without_future(module: ast.Module) -> Iterator[str]:
    """Annotations are never evaluated at import."""
    speaking = (ast.Import, ast.ImportFrom, ast.FunctionDef, ast.ClassDef, ast.AnnAssign)
    if any(isinstance(node, speaking) for node in module.body) and not any(
        name == "__future__.annotations" for name, _ in imported(module)
    ):
        yield "no `from __future__ import annotations`"


def is_kind(path: Path, *kinds: str) -> bool:
    """`views.py` or a file of the package `views/`."""
    return path.stem in kinds or path.parent.name in kinds


def found_by(check: Check, paths: Iterator[Path]) -> list[str]:
    return [f"{tree.short(path)}: {finding}" for path in paths for finding in check(tree.parsed(path))]


def paths_of(*kinds: str) -> Iterator[Path]:
    return (path for path in tree.product() if is_kind(path, *kinds))


def test_no_file_has_a_name_that_says_nothing() -> None:
    found = [tree.short(path) for path in tree.product() if {path.stem, *path.parts} & FORBIDDEN_NAMES]
    assert not found, tree.told(found)


def test_no_model_overrides_save_or_delete() -> None:
    found = found_by(overridden_saves, paths_of("models"))
    assert not found, tree.told(found)


def test_nothing_points_anywhere_by_a_generic_key() -> None:
    found = found_by(generic_keys, tree.product())
    assert not found, tree.told(found)


def test_nobody_listens_to_signals_unless_a_library_demands_it() -> None:
    found = found_by(signals, tree.product())
    undue = [finding for finding in found if finding.partition(":")[0] not in SIGNALS_DEMANDED]
    assert not undue, tree.told(undue)
    assert set(SIGNALS_DEMANDED) <= {finding.partition(":")[0] for finding in found}


def test_no_function_imports_to_dodge_a_cycle() -> None:
    found = found_by(imports_in_functions, tree.product())
    undue = [finding for finding in found if finding.partition(":")[0] not in IMPORTS_DEMANDED]
    assert not undue, tree.told(undue)
    assert set(IMPORTS_DEMANDED) <= {finding.partition(":")[0] for finding in found}


def test_views_and_the_api_never_touch_objects() -> None:
    found = found_by(objects, paths_of("views", "api"))
    assert not found, tree.told(found)


def test_safe_html_is_made_in_two_places_only() -> None:
    paths = (path for path in tree.product() if not tree.short(path).startswith(SAFE_PLACES))
    found = found_by(safe_words, paths)
    assert not found, tree.told(found)


def test_every_public_rule_says_what_it_does() -> None:
    found = found_by(without_docstring, paths_of("rules"))
    assert not found, tree.told(found)


def test_every_file_leaves_annotations_unevaluated() -> None:
    found = found_by(without_future, tree.product())
    assert not found, tree.told(found)


@pytest.mark.parametrize(
    ("check", "bad", "good"),
    [
        (
            overridden_saves,
            "class A(Model):\n    def save(self): ...",
            "class A(Model):\n    def seal(self): ...",
        ),
        (generic_keys, "owner = fields.GenericForeignKey()", "owner = ForeignKey('content.Item')"),
        (signals, "from django.db.models.signals import post_save", "from django.db.models import Q"),
        (signals, "from allauth.account.signals import user_signed_up", "from allauth.account import views"),
        (imports_in_functions, "def f():\n    import x", "class A:\n    def ready(self):\n        import x"),
        (objects, "def v(r):\n    return Post.objects.all()", "def v(r):\n    return queries.posts()"),
        (safe_words, "body = mark_safe(text)", "def f(body: Markup): return escape(body)"),
        (without_docstring, "def confirm(): ...", "def confirm():\n    '''Confirm.'''"),
        (without_future, "import os", "from __future__ import annotations\nimport os"),
    ],
)
def test_each_check_finds_the_bad_and_passes_the_good(check: Check, bad: str, good: str) -> None:
    assert list(check(ast.parse(bad)))
    assert not list(check(ast.parse(good)))

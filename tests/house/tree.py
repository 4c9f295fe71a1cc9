"""The tree that the house tests walk: files by kind, capabilities and their floors."""

from __future__ import annotations

import ast
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import jinja2
import jinja2.nodes

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "lorehall"
OURS = ("lorehall", "tests", "scripts", "bench", "docs", "requirements", ".ci")
JINJA = jinja2.Environment(autoescape=True, extensions=["jinja2.ext.i18n", "jinja2.ext.do"])
PASSED_OVER = {"__pycache__", "vendor", ".cache"}


def walk(folder: Path, *suffixes: str) -> Iterator[Path]:
    """Files below a folder with one of these suffixes (all when none is given), in a steady order."""
    for path in sorted(folder.rglob("*")):
        passed_over = PASSED_OVER & set(path.relative_to(ROOT).parts)
        if path.is_file() and not passed_over and (not suffixes or path.suffix in suffixes):
            yield path


def ours(*suffixes: str) -> Iterator[Path]:
    """Every file of the repository with one of these suffixes, those at its root included."""
    for name in OURS:
        yield from walk(ROOT / name, *suffixes)
    for path in sorted(ROOT.iterdir()):
        if path.is_file() and path.name != ".git" and (not suffixes or path.suffix in suffixes):
            yield path


def product(*, tests: bool = False, migrations: bool = False) -> Iterator[Path]:
    """Python files of the product."""
    for path in walk(PACKAGE, ".py"):
        parts = path.relative_to(PACKAGE).parts
        if ("tests" in parts and not tests) or ("migrations" in parts and not migrations):
            continue
        yield path


def templates() -> Iterator[Path]:
    """Every template of the product."""
    for path in walk(PACKAGE, ".html", ".txt", ".xml", ".svg"):
        if "templates" in path.relative_to(PACKAGE).parts:
            yield path


def template_name(path: Path) -> str:
    """The name under which templates call each other: what follows `templates/`."""
    parts = path.relative_to(PACKAGE).parts
    return "/".join(parts[parts.index("templates") + 1 :])


@cache
def template_tree(source: str) -> jinja2.nodes.Template:
    """The syntax tree of a template."""
    return JINJA.parse(source)


def capability(path: Path) -> str:
    """The folder of the package in which a file lies."""
    return path.relative_to(PACKAGE).parts[0]


def capabilities() -> list[str]:
    """Every folder of the package that is a capability."""
    return sorted(path.name for path in PACKAGE.iterdir() if (path / "__init__.py").exists())


@cache
def floors() -> dict[str, int]:
    """Each capability's floor, the lowest being 0, as import-linter's contract has it."""
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]
    layers = next(contract for contract in contracts if contract["id"] == "floors")["layers"]
    return {name.strip(): floor for floor, layer in enumerate(reversed(layers)) for name in layer.split("|")}


def short(path: Path) -> str:
    """A path as people say it: from the root of the repository."""
    return path.relative_to(ROOT).as_posix()


@cache
def parsed(path: Path) -> ast.Module:
    """The syntax tree of a Python file."""
    return ast.parse(path.read_text(encoding="utf-8"), filename=str(path))


def told(findings: list[str]) -> str:
    """Findings as one message."""
    return "\n" + "\n".join(findings)

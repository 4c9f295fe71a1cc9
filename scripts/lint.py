"""Style, types, floors and security, each by the tool for it. All of them run, whatever one says."""

from __future__ import annotations

import sys

from chores import Outcome, step, tool

STEPS = (
    ("ruff check", ["ruff", "check", "."]),
    ("ruff format", ["ruff", "format", "--check", "."]),
    ("mypy", ["mypy"]),
    ("import-linter", ["lint-imports"]),
    ("bandit", ["bandit", "-q", "-c", "pyproject.toml", "-r", "lorehall"]),
)


def run() -> list[Outcome]:
    """Every step's outcome."""
    return [step(name, [tool(words[0]), *words[1:]]) for name, words in STEPS]


if __name__ == "__main__":
    outcomes = run()
    print()
    for outcome in outcomes:
        print(f"{outcome.name:16} {'ok' if outcome.code == 0 else 'FAILED':8} {outcome.seconds:6.1f} s")
    sys.exit(any(outcome.code for outcome in outcomes))

"""Bring the database up to date."""

from __future__ import annotations

import argparse

from lorehall.house import prepare


def arguments(parser: argparse.ArgumentParser) -> None:
    """None of its own."""


def run(_given: argparse.Namespace) -> int:
    """Apply what is pending, under the lock."""
    applied = prepare.migrate()
    print(f"{applied} migrations applied." if applied else "Nothing to do.")  # noqa: T201
    return 0

"""Say which version this is."""

from __future__ import annotations

import argparse
import platform
import sqlite3

import django

from lorehall import __version__


def arguments(parser: argparse.ArgumentParser) -> None:
    """None."""


def run(_given: argparse.Namespace) -> int:
    """Print the versions that a report of a fault should name."""
    print(f"Lorehall {__version__}")  # noqa: T201
    print(f"Python {platform.python_version()}, Django {django.__version__}, SQLite {sqlite3.sqlite_version}")  # noqa: T201
    return 0

"""Say what is wrong with this installation."""

from __future__ import annotations

import argparse

import django

from lorehall.house import config


def arguments(parser: argparse.ArgumentParser) -> None:
    """None of its own."""
    parser.add_argument("--mail", action="store_true", help="also see whether the mail server answers")


def run(given: argparse.Namespace) -> int:
    """Print a sentence for everything that is wrong; 1 when something is."""
    try:
        config.read()
    except config.Nonsense as error:
        print(error)  # noqa: T201
        return 1
    django.setup()
    from lorehall.house import health  # its models can be imported only now

    found = health.examine(mail=given.mail)
    for sentence in found.wrong:
        print(f"✗ {sentence}")  # noqa: T201
    for sentence in found.odd:
        print(f"! {sentence}")  # noqa: T201
    if not found.wrong:
        print("✓ Nothing is wrong.")  # noqa: T201
    return 1 if found.wrong else 0

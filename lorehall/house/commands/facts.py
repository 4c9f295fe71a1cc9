"""See facts that could not be delivered, and try again."""

from __future__ import annotations

import argparse

from lorehall.kernel import facts


def arguments(parser: argparse.ArgumentParser) -> None:
    """`parked` lists, `retry` tries again."""
    parser.add_argument("verb", choices=["parked", "retry"])
    parser.add_argument("ids", nargs="*", type=int, help="for retry: these only")


def run(given: argparse.Namespace) -> int:
    """List the parked deliveries with their errors, or try them again."""
    if given.verb == "retry":
        print(f"{facts.retry(given.ids or None)} will be tried again.")  # noqa: T201
        return 0
    for one in facts.parked():
        what = f"{one.fact} of {one.subject} for {one.reaction}"
        print(f"{one.id}  {what}, {one.attempts} attempts, {one.parked_at:%F %T}")  # noqa: T201
        print("    " + "\n    ".join(one.error.strip().splitlines()[-4:]))  # noqa: T201
    print(f"{facts.count_parked()} parked.")  # noqa: T201
    return 0

"""See jobs that failed, and try again."""

from __future__ import annotations

import argparse

from lorehall.kernel import jobs


def arguments(parser: argparse.ArgumentParser) -> None:
    """`failed` lists, `retry` tries again."""
    parser.add_argument("verb", choices=["failed", "retry"])
    parser.add_argument("ids", nargs="*", type=int, help="for retry: these only")


def run(given: argparse.Namespace) -> int:
    """List the given-up jobs with their errors, or try them again."""
    if given.verb == "retry":
        print(f"{jobs.retry(given.ids or None)} will be tried again.")  # noqa: T201
        return 0
    for one in jobs.failed():
        print(f"{one.id}  {one.task}, {one.attempts} attempts, {one.failed_at:%F %T}")  # noqa: T201
        print("    " + "\n    ".join(one.error.strip().splitlines()[-4:]))  # noqa: T201
    print(f"{jobs.count_failed()} failed.")  # noqa: T201
    return 0

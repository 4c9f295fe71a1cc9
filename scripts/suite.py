"""Everything that `make test` proves: lint, all tests on SQLite, the journeys, the tests on PostgreSQL.

A failure doesn't stop the steps after it. The last line adds the test runs up, in pytest's own words.
"""

from __future__ import annotations

import re
import sys
import time
from collections import Counter

import lint
from chores import Outcome, step

RUNS = (
    ("tests on SQLite", "sqlite", "not journey"),
    ("journeys", "sqlite", "journey"),
    ("tests on PostgreSQL", "postgresql", "not journey and not once"),
)
COUNTED = re.compile(r"(\d+) (failed|passed|skipped|xfailed|xpassed|errors?|warnings?)\b")
SUMMARY = r"^=*\s*(\d+ \w+,? ?)+.* in [\d.:]+s|no tests ran"
NO_TESTS = 5


def run(name: str, engine: str, chosen: str) -> Outcome:
    command = [
        sys.executable,
        "-m",
        "pytest",
        "-q",
        "-n",
        "2",
        "--dist",
        "loadfile",
        "--durations",
        "8",
        "-m",
        chosen,
    ]
    outcome = step(name, command, {"LOREHALL_TEST_ENGINE": engine}, telling=SUMMARY)
    if outcome.code == NO_TESTS:
        return Outcome(name, 0, outcome.seconds, outcome.last_line)
    return outcome


def summed(runs: list[Outcome], seconds: float) -> str:
    """One line that counts all runs, as pytest's last line counts one."""
    counts: Counter[str] = Counter()
    for outcome in runs:
        found = COUNTED.findall(outcome.last_line)
        for number, word in found:
            counts[word if word != "errors" else "error"] += int(number)
        if outcome.code and not any(word in {"failed", "error", "errors"} for _, word in found):
            counts["error"] += 1  # it ended before it could count
    order = ("failed", "passed", "skipped", "xfailed", "xpassed", "warning", "warnings", "error")
    said = ", ".join(f"{counts[word]} {word}" for word in order if counts[word])
    return f" {said or 'no tests ran'} in {seconds:.2f}s ".center(100, "=")


def main() -> int:
    began = time.monotonic()
    linted = lint.run()
    tested = [run(*words) for words in RUNS]
    print()
    for outcome in (*linted, *tested):
        verdict = "ok" if outcome.code == 0 else "FAILED"
        said = outcome.last_line if outcome in tested else ""
        print(f"{outcome.name:22} {verdict:8} {outcome.seconds:6.1f} s  {said}".rstrip())
    failed = [outcome.name for outcome in (*linted, *tested) if outcome.code]
    if failed:
        print(f"Failed: {', '.join(failed)}.")
    print(summed(tested, time.monotonic() - began))
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())

"""Feed made-up text to the pipeline for a while: `python scripts/fuzz_text.py SECONDS`.

Runs the property tests of `lorehall/kernel/text/tests/test_safety.py` and of the other text tests with a
new seed in each round, until the time is over. Ends with 1 at the first exception or unsafe output, after
hypothesis has made the example small and printed it.
"""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent.parent))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lorehall.house.settings")

from hypothesis import HealthCheck, given, seed, settings
from hypothesis import strategies as st

from lorehall.kernel.text.tests import test_diff, test_safety, test_words

ROUND = settings(max_examples=500, deadline=None, database=None, suppress_health_check=list(HealthCheck))
TARGETS: list[tuple[Any, tuple[st.SearchStrategy[str], ...]]] = [
    (test_safety.test_nothing_unsafe_comes_out_and_cleaning_it_again_changes_nothing, (test_safety.texts,)),
    (test_safety.test_foreign_html_comes_out_safe_and_settled, (test_safety.texts,)),
    (test_safety.test_markdown_made_of_hostile_html_renders_safe, (test_safety.texts,)),
    (test_words.test_folding_twice_is_folding_once, (st.text(),)),
    (test_words.test_a_slug_is_always_an_address, (st.text(max_size=300),)),
    (test_diff.test_both_sides_can_be_put_together_again, (test_diff.texts, test_diff.texts)),
]


def _bare(test: Any) -> Callable[[tuple[str, ...]], None]:
    """The body of a property test, without the settings that it has among the other tests."""

    def once(texts: tuple[str, ...]) -> None:
        test.hypothesis.inner_test(*texts)

    return once


def main(seconds: float) -> int:
    """Rounds until the time is over; the number of examples is printed."""
    end = time.monotonic() + seconds
    rounds = 0
    while time.monotonic() < end:
        test, strategies = TARGETS[rounds % len(TARGETS)]
        seed(time.time_ns())(ROUND(given(st.tuples(*strategies))(_bare(test))))()
        rounds += 1
    print(f"{rounds * 500:,} examples in {seconds:.0f} s: no exception, nothing unsafe.")
    return 0


if __name__ == "__main__":
    sys.exit(main(float(sys.argv[1]) if len(sys.argv) > 1 else 60))

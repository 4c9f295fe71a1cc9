"""The formula of what is worth a practice."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from lorehall.harvest.worth import LEAST, WEIGHTS, worth

counts = st.fixed_dictionaries({}, optional={name: st.integers(0, 5000) for name in WEIGHTS})


@given(counts, st.sampled_from(sorted(WEIGHTS)))
@settings(deadline=None)
def test_more_of_anything_is_never_worth_less(before: dict[str, int], name: str) -> None:
    assert worth({**before, name: before.get(name, 0) + 1}) >= worth(before)


def test_a_confirmation_alone_is_not_listed_and_one_that_was_useful_is() -> None:
    assert worth({"confirmed": 1, "posts": 0}) < LEAST <= worth({"confirmed": 1, "posts": 1, "useful": 1})
    assert worth({}) == 0

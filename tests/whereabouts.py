"""Which one a door of the matrix is about: what stands in the address, and what is sent with a POST.

Each function takes the cast and returns `At(...)`; its name ends the door's line. They call rules.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from tests.cast import Cast


@dataclass(frozen=True, slots=True)
class At:
    """The parts of an address, what is asked after the `?`, and the form that is sent."""

    parts: Mapping[str, Any] = field(default_factory=dict)
    query: Mapping[str, Any] = field(default_factory=dict)
    form: Mapping[str, Any] = field(default_factory=dict)


Whereabout = Callable[[Cast], At]
WHEREABOUTS: dict[str, Whereabout] = {}


def whereabout(function: Whereabout) -> Whereabout:
    """Make a function known to the table under its own name."""
    WHEREABOUTS[function.__name__] = function
    return function

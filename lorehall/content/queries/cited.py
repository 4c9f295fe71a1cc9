"""What posts became part of: the arrow from a source to the practices that cite it.

Who knows practices stands above: it fills the slot. The question is only asked where a post is cited at all, and what
comes back is only what the reader may see, so that no count tells of the rest.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import NamedTuple

from lorehall.kernel.ui import slots
from lorehall.people.viewer import Viewer

SLOT = "part_of"
"""Called with a viewer and the ids of posts; gives for each id what cites it, at most a handful."""


class PartOf(NamedTuple):
    """A practice that a post is part of. `since` is the version that first cited it; `state` and `level` are words,
    the one "" where it is current, the other where it says nothing yet.
    """

    title: str
    url: str
    since: int
    level: str
    state: str


def part_of(viewer: Viewer, cited: Iterable[tuple[int, int]]) -> Mapping[int, tuple[PartOf, ...]]:
    """By the ids of posts, what each is part of; `cited` are ids with `Post.cited_count`. One statement where any is
    cited, none elsewhere.
    """
    ids = [post_id for post_id, count in cited if count > 0]
    reader: Callable[[Viewer, list[int]], Mapping[int, tuple[PartOf, ...]]] | None = slots.filled(SLOT)
    return reader(viewer, ids) if ids and reader else {}

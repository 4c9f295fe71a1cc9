"""Take posts into a draft, and move what was taken."""

from __future__ import annotations

from collections.abc import Sequence

from lorehall.harvest.blocks import insert, move
from lorehall.people.viewer import Viewer
from lorehall.practice.rules.choose import choose
from lorehall.practice.rules.save import Change, Saved, save


def take(
    draft_id: int, post_ids: Sequence[int], stands: Saved, *, section: int, by: Viewer, passage: str | None = None
) -> Saved:
    """The posts as text with their citations, or a passage as HTML, at the end of a section (0: of all), into the draft
    as it `stands`. Raises `Refused` where one of them may not be cited; none is taken then.
    """
    source = stands.draft.source
    for text in [choose(draft_id, post_id, passage, by=by).text for post_id in post_ids]:
        source = insert(source, text, section)
    return save(draft_id, Change(source, stands.draft.version), by=by)


def shift(draft_id: int, post_id: int, stands: Saved, *, up: bool, by: Viewer) -> Saved:
    """What cites the post, one block up or down."""
    source = move(stands.draft.source, post_id, -1 if up else 1)
    return save(draft_id, Change(source, stands.draft.version), by=by)

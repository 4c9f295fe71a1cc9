"""Notes of those who see it otherwise, put beside the sections that they are about. No statement of its own."""

from __future__ import annotations

import re
from collections.abc import Sequence

from markupsafe import Markup

from lorehall.kernel.ui.page import drawn
from lorehall.kernel.ui.pieces import stored
from lorehall.practice.queries.shapes import Said

_END = re.compile(r'<h([1-6]) id="(s-[^"]*)">.*?</h\1>', re.DOTALL)


def stands(note: Said) -> bool:
    """Is it shown open beside the text: neither settled nor taken away?"""
    return not note.deleted and note.settled_at is None


def beside_sections(html: str, notes: Sequence[Said], *, keeps: bool, signed_in: bool) -> Markup:
    """The text with each note that stands below the heading of its section. A note whose section is gone is left to
    the end of the page.
    """
    by_section: dict[str, list[Said]] = {}
    for note in notes:
        if note.section and stands(note):
            by_section.setdefault(note.section, []).append(note)
    if not by_section:
        return stored(html)

    def with_notes(heading: re.Match[str]) -> str:
        here = by_section.pop(heading[2], ())
        drawn_ones = (
            drawn("practice/note.html", {"note": note, "keeps": keeps, "signed_in": signed_in}) for note in here
        )
        return heading[0] + "".join(drawn_ones)

    placed = _END.sub(with_notes, html)
    for note in notes:
        note.placed = bool(note.section) and stands(note) and note.section not in by_section
    return stored(placed)

"""The sections of a practice: what its table of contents lists, and what can be linked to."""

from __future__ import annotations

from collections.abc import Sequence

from lorehall.kernel.text import Section

MOST = 200


def outline(sections: Sequence[Section]) -> list[list[str | int]]:
    """As `Practice.toc` keeps them: [id, title, depth], the first 200."""
    return [[section.id, section.title, section.depth] for section in sections[:MOST]]

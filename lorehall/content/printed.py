"""A post on its way to the page, as those who put something in its text's place see it."""

from __future__ import annotations

from typing import NamedTuple


class Printed(NamedTuple):
    """Its stored HTML, and whether the viewer wrote it."""

    id: int
    html: str
    own: bool

"""What higher floors put on a practice's page, through slots that the house fills.

A slot's builder is called as `builder(viewer, head)` with the practice's `queries.head.Head`, runs one statement at
most, and hands back a template with the values that it prints (as `data`), or None where there is nothing to show.
`practice_glossary` is called as `builder(html, place, item_id)` and hands the HTML back with definitions on its terms.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from lorehall.communities.places import Place
from lorehall.kernel.ui import slots
from lorehall.people.viewer import Viewer
from lorehall.practice.queries.head import Head

EVIDENCE, USES, LIBRARY, LED_TO = "practice_evidence", "practice_uses", "practice_library", "practice_led_to"
GLOSSARY = "practice_glossary"


@dataclass(frozen=True, slots=True)
class Panel:
    """A template that prints `data`, ready to print."""

    template: str
    data: Any


def panel(slot: str, viewer: Viewer, head: Head) -> Panel | None:
    """What fills this slot for this practice and this viewer."""
    builder = slots.filled(slot)
    found = builder(viewer, head) if builder else None
    return Panel(*found) if found else None


def defined(html: str, place: Place, item_id: int) -> str:
    """The text of a practice with definitions on its terms, as far as a glossary is kept."""
    builder = slots.filled(GLOSSARY)
    return str(builder(html, place, item_id)) if builder else html

"""What higher floors put on a practice's page, through slots that the house fills.

A slot's builder is called as `builder(viewer, head)` with the practice's `queries.head.Head`, runs one statement at
most, and hands back a template with the values that it prints (as `data`), or None where there is nothing to show.

`practice_beside` gives parts of the union that reads what stands beside a practice (`queries/columns.py`), each a
function of the statement's parameters (`item` is the practice). `practice_glossary` is called as
`builder(html, rows, item_id)`, with the rows that those parts gave, by what they are, as far as the viewer may know of
them; it hands the HTML back with definitions on its terms.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from lorehall.kernel.db.prepared import Parameters
from lorehall.kernel.ui import slots
from lorehall.people.viewer import Viewer
from lorehall.practice.queries.head import Head

EVIDENCE, USES, LIBRARY, LED_TO = "practice_evidence", "practice_uses", "practice_library", "practice_led_to"
GLOSSARY, BESIDE, ELSEWHERE = "practice_glossary", "practice_beside", "practice_elsewhere"
Rows = QuerySet[Any, tuple[Any, ...]]


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


def elsewhere(head: Head, post_id: int) -> str:
    """Where this post of the practice is read, if that is another page; "" where it is not known to be elsewhere."""
    builder = slots.filled(ELSEWHERE)
    return str(builder(head, post_id)) if builder else ""


def parts() -> Sequence[Callable[[Parameters], Rows]]:
    """What higher floors add to what is read beside a practice. Asked once, when that is first read."""
    builder = slots.filled(BESIDE)
    found: Sequence[Callable[[Parameters], Rows]] = builder() if builder else ()
    return found


def defined(html: str, rows: Mapping[str, Sequence[Any]], item_id: int) -> str:
    """The text of a practice with definitions on its terms, as far as a glossary is kept."""
    builder = slots.filled(GLOSSARY)
    return str(builder(html, rows, item_id)) if builder else html

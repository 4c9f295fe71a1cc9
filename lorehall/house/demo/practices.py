"""What the text of a practice holds beside that of other threads: its steps, and the passages that they change.

    === revise by tomasz +9d
    note: How large a batch is
    3. Backfill.
    =>
    3. Backfill in batches of a few thousand rows.

The passage above the arrow stands exactly once in the text as it is then; the one below it takes its place.
"""

from __future__ import annotations

import re
from dataclasses import replace

from lorehall.house.demo.story import Step, Unclear

FRONT = {"shape", "topic", "language", "translates", "replaces", "writers"}
STEPS = {
    "write", "submit", "approve", "publish", "revise", "suggest", "accept", "decline", "dissent", "reply", "report",
    "confirm", "address", "standard", "still", "hand", "offer", "take", "outdated", "left", "due",
}  # fmt: skip
WORDLESS = {"submit", "approve", "publish", "accept", "take", "report", "left", "due"}
NAMES_ANOTHER = {"accept", "decline", "hand"}
"""Their target is a person: whose suggestion it is, or who shall keep it."""
WORD = re.compile(r"(useful|note|how|team|size|stack|changed|effect|evidence|section|with): (.+)")
_CHANGES = {"write", "revise", "suggest"}
_ARROW = "\n=>\n"


def with_whole_texts(steps: tuple[Step, ...], opening: str, file: str) -> tuple[Step, ...]:
    """The steps, with the whole text as each change leaves it, and as each suggestion would have it."""
    now = opening
    open_: dict[str, Step] = {}
    told: list[Step] = []
    for said in steps:
        step = said
        if said.verb in _CHANGES:
            step = replace(said, text=_changed(now, said, file))
        elif said.verb in {"accept", "decline"}:
            suggested = open_.pop(said.of, None)
            if suggested is None:
                raise Unclear(file, said.line, f"{said.of} has no suggestion that is open")
            step = replace(said, text=_changed(now, suggested, file)) if said.verb == "accept" else said
        if said.verb == "suggest":
            open_[said.by] = said
        elif said.verb in {"write", "revise", "accept"}:
            now = step.text
        told.append(step)
    return tuple(told)


def _changed(text: str, step: Step, file: str) -> str:
    before, arrow, after = step.text.partition(_ARROW)
    if not arrow or text.count(before) != 1:
        raise Unclear(file, step.line, "a change is a passage that stands once, a line with => and the new one")
    if step.verb != "write" and "note" not in step.words:
        raise Unclear(file, step.line, "a change has a reason, in a line note: …")
    return text.replace(before, after)

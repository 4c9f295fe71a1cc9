"""What is kept to be read by who looks for it, and offered to nobody: states of practices, which are known by their
words here, as this floor knows of no kind more than its name.
"""

from __future__ import annotations

PAST = ("outdated", "superseded", "retired")

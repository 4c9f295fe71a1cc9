"""Facts: what happened, told to whoever answers to it.

A rule calls `record` inside its transaction. The reactions wired to the fact (`house/wiring.py`) are then run by a
worker, at least once each, in the order of recording within one subject.
"""

from __future__ import annotations

from lorehall.kernel.facts.fact import Fact
from lorehall.kernel.facts.outbox import record, record_all
from lorehall.kernel.facts.wiring import Reaction, connect

__all__ = ["Fact", "Reaction", "connect", "record", "record_all"]

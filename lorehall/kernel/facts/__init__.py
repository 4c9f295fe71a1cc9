"""Facts: what happened, told to whoever answers to it.

A rule calls `record` inside its transaction. The reactions wired to the fact (`house/wiring.py`) are then run by a
worker, at least once each, in the order of recording within one subject.
"""

from __future__ import annotations

from lorehall.kernel.facts.deliver import deliver_all
from lorehall.kernel.facts.fact import Fact
from lorehall.kernel.facts.outbox import record, record_all
from lorehall.kernel.facts.parked import Parked, count_parked, parked, retry, sweep
from lorehall.kernel.facts.wiring import Reaction, connect

__all__ = [
    "Fact",
    "Parked",
    "Reaction",
    "connect",
    "count_parked",
    "deliver_all",
    "parked",
    "record",
    "record_all",
    "retry",
    "sweep",
]

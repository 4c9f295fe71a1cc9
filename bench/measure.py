"""Measuring pages: product and floor in turn, round after round, so that a busy machine slows both alike."""

from __future__ import annotations

import gzip
from collections.abc import Sequence
from dataclasses import dataclass, field
from statistics import median, quantiles
from typing import Any

from bench.processes import Server, cpu_ms
from bench.wire import Answer, Wire

WHO = ("member", "visitor")
WARM, ROUNDS, REQUESTS = 24, 5, 120


@dataclass
class Tally:
    """What one server did for one page and reader: CPU a request in each round, and the time of each request."""

    cpu: list[float] = field(default_factory=list)
    times: list[float] = field(default_factory=list)


def ask(wire: Wire, paths: Sequence[str], cookies: Sequence[str], turn: int) -> Answer:
    """One request; raises RuntimeError where the page does not come."""
    answer = wire.get(paths[turn % len(paths)], cookies[turn % len(cookies)])
    if answer.status != 200:
        raise RuntimeError(f"{paths[turn % len(paths)]} answered {answer.status}")
    return answer


def run(server: Server, wire: Wire, paths: Sequence[str], cookies: Sequence[str], tally: Tally) -> None:
    """One round."""
    before = cpu_ms(server.pid)
    tally.times += [ask(wire, paths, cookies, turn).seconds * 1000 for turn in range(REQUESTS)]
    tally.cpu.append((cpu_ms(server.pid) - before) / REQUESTS)


def pages(plan: dict[str, Any], product: Server, floor: Server) -> dict[str, dict[str, dict[str, float]]]:
    """Every page for every reader, in the shape of `latest.json`."""
    wires = (Wire(product.port), Wire(floor.port))
    cookies = {"member": plan["cookies"], "visitor": [""]}
    wanted = [(name, who) for name in plan["pages"] for who in WHO if plan["statements"][name][who] is not None]
    tallies = {one: (Tally(), Tally()) for one in wanted}
    for name, who in wanted:
        for wire in wires:
            for turn in range(WARM):
                ask(wire, plan["pages"][name], cookies[who], turn)
    for _ in range(ROUNDS):
        for name, who in wanted:
            for server, wire, tally in zip((product, floor), wires, tallies[name, who], strict=True):
                run(server, wire, plan["pages"][name], cookies[who], tally)
    found: dict[str, dict[str, dict[str, float]]] = {}
    for name, who in wanted:
        sizes = [ask(wires[0], plan["pages"][name], cookies[who], turn).body for turn in range(5)]
        figures = _figures(*tallies[name, who], sizes) | {"statements": plan["statements"][name][who]}
        found.setdefault(name, {})[who] = figures
    for wire in wires:
        wire.close()
    return found


def _figures(product: Tally, floor: Tally, bodies: list[bytes]) -> dict[str, float]:
    cpu, least = median(product.cpu), median(floor.cpu)
    return {
        "cpu_ms": round(cpu, 2),
        "floor_cpu_ms": round(least, 2),
        "ratio": round(cpu / least, 2),
        **times(product.times),
        "html_bytes": round(median(map(len, bodies))),
        "gzip_bytes": round(median(len(gzip.compress(body, 6)) for body in bodies)),
    }


def times(milliseconds: list[float]) -> dict[str, float]:
    """The middle, and what one in a hundred exceeds."""
    return {"p50_ms": round(median(milliseconds), 2), "p99_ms": round(quantiles(milliseconds, n=100)[98], 2)}

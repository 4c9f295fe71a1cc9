"""A reply by HTTP, as a browser posts it, under a conversation that few follow and under one that everybody follows."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from bench.measure import times
from bench.processes import Server, cpu_ms
from bench.wire import Wire

REPLIES = 100
TEXT = "Ours did the same until we gave the queue its own worker.\n\nTry `queue --dry-run` first. " * 6


def replies(plan: dict[str, Any], product: Server) -> dict[str, Any]:
    """Times of the post itself (the page it redirects to is measured elsewhere), and CPU of the web process. The worse
    of the two kinds stands on top.
    """
    found = {kind: _replies(plan, paths, product) for kind, paths in plan["reply"].items()}
    worse = max(found.values(), key=lambda figures: figures["p99_ms"])
    return {**worse, **found}


def _replies(plan: dict[str, Any], paths: list[str], product: Server) -> dict[str, float]:
    wire, spent = Wire(product.port), []
    before = cpu_ms(product.pid)
    for turn in range(REPLIES):
        address = paths[turn % len(paths)]
        cookie = plan["cookies"][turn % len(plan["cookies"])]
        # Each text is another, as each reply is.
        form = {"csrfmiddlewaretoken": plan["secret"], "form_token": f"{address}-{turn}", "text": f"{TEXT} {turn}"}
        answer = wire.post(address, cookie, urlencode(form).encode())
        if answer.status != 302:
            raise RuntimeError(f"a reply to {address} answered {answer.status}")
        spent.append(answer.seconds * 1000)
    wire.close()
    return times(spent) | {"cpu_ms": round((cpu_ms(product.pid) - before) / REPLIES, 2)}

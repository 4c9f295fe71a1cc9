"""The asynchronous front: answers natively what must not wait for a thread, and hands the rest to Django.

It also settles who is asking: behind a trusted proxy the address and scheme that the proxy tells, otherwise those of
the connection, whatever the headers say.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, MutableMapping, Sequence
from ipaddress import IPv4Network, IPv6Network, ip_address
from typing import Any

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]
Application = Callable[[Scope, Receive, Send], Awaitable[None]]
TOLD = (b"x-forwarded-for", b"x-forwarded-proto", b"x-forwarded-host", b"forwarded")


async def healthz(_scope: Scope, _receive: Receive, send: Send) -> None:
    """The process is alive. No thread, no database: it must answer when all of those are busy."""
    headers = [(b"content-type", b"text/plain; charset=utf-8"), (b"cache-control", b"no-store")]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    await send({"type": "http.response.body", "body": b"alive\n"})


class Front:
    """Routes by the first piece of the path. `native` holds what answers without Django, such as streams to come."""

    def __init__(
        self,
        pages: Application,
        *,
        trusted: Sequence[IPv4Network | IPv6Network] = (),
        native: Mapping[str, Application] | None = None,
    ) -> None:
        self.pages = pages
        self.trusted = tuple(trusted)
        self.native = {"healthz": healthz, **(native or {})}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            self._settle(scope)
            first = scope["path"].lstrip("/").partition("/")[0]
            await self.native.get(first, self.pages)(scope, receive, send)

    def _settle(self, scope: Scope) -> None:
        """Believe the proxies that are trusted, and nobody else."""
        client = scope.get("client")
        told = {name: value for name, value in scope["headers"] if name in TOLD}
        if not told:
            return
        scope["headers"] = [pair for pair in scope["headers"] if pair[0] not in TOLD]
        if client is None or not self._trusts(client[0]):
            return
        # From the nearest hop backwards, up to the first that is not one of our proxies.
        for word in reversed(told.get(b"x-forwarded-for", b"").decode("latin1").split(",")):
            if not _is_address(word.strip()):
                break
            client = (word.strip(), 0)
            if not self._trusts(client[0]):
                break
        scope["client"] = client
        scheme = told.get(b"x-forwarded-proto", b"").decode("latin1").strip()
        if scheme in {"http", "https"}:
            scope["scheme"] = scheme

    def _trusts(self, address: str) -> bool:
        if not _is_address(address):
            return False
        found = ip_address(address)
        return any(found in network for network in self.trusted)


def _is_address(words: str) -> bool:
    try:
        ip_address(words)
    except ValueError:
        return False
    return True

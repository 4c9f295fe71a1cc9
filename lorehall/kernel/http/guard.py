"""Which addresses of the network may be asked. Decided on what a name resolves to, never on how it is spelled."""

from __future__ import annotations

import queue
import socket
import threading
from collections.abc import Callable, Sequence
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network
from typing import Final

Address = IPv4Address | IPv6Address
Network = IPv4Network | IPv6Network
Resolve = Callable[[str, int], Sequence[str]]
"""A name and a port to addresses as text; raises OSError or ValueError where there are none."""

PORTS: Final = frozenset({80, 443})
# What counts as global elsewhere and yet leads back inside, or to many: old relays, translated and tunnelled forms.
_NOT_ASKED: Final[tuple[Network, ...]] = tuple(
    ip_network(name)
    for name in (
        "192.88.99.0/24",
        "100.64.0.0/10",
        "192.0.0.0/24",
        "2001::/23",
        "2001:db8::/32",
        "2002::/16",
        "3fff::/20",
    )
)
# All of the public internet's IPv6; outside of it lie the mapped, compatible and NAT64 forms of IPv4.
_GLOBAL_IPV6: Final = ip_network("2000::/3")


class Unreachable(Exception):  # noqa: N818 - an answer, not a fault
    """Nothing came of it. `code` says why: `refused`, `robots`, `too_slow`, `too_big`, `wrong_type`, `failed`…"""

    def __init__(self, code: str, message: str = "") -> None:
        super().__init__(message or code)
        self.code = code


def resolve(host: str, port: int) -> list[str]:
    """What the system's resolver says."""
    return [str(found[4][0]) for found in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]


def is_public(address: Address) -> bool:
    """Whether the address is one host's on the public internet, said without a detour."""
    if not address.is_global or address.is_multicast or address.is_reserved or address.is_unspecified:
        return False
    if address.version == 6 and address not in _GLOBAL_IPV6:
        return False
    return not any(address in network for network in _NOT_ASKED if network.version == address.version)


class Guard:
    """Resolves names and says which of their addresses may be connected to.

    `allow` (networks) and `ports` are for tests, which have no other server than their own; None allows every port.
    """

    def __init__(
        self,
        *,
        resolve: Resolve = resolve,
        allow: Sequence[str] = (),
        ports: frozenset[int] | None = PORTS,
    ) -> None:
        self._resolve = resolve
        self._allow = [ip_network(name) for name in allow]
        self._ports = ports

    def addresses(self, host: str, port: int, *, seconds: float) -> list[str]:
        """The addresses to connect to. Raises `Unreachable`: `refused` as soon as one of them is not public, because a
        name that has such a one is a trick or a mistake.
        """
        if self._ports is not None and port not in self._ports:
            raise Unreachable("refused", f"port {port}")
        found = self._in_time(host, port, seconds)
        if not found:
            raise Unreachable("failed", "the name is unknown")
        for text in found:
            self._check(text)
        return list(dict.fromkeys(found))

    def _check(self, text: str) -> None:
        try:
            address = ip_address(text)  # one with a zone (fe80::1%eth0) is read too, and is never public
        except ValueError:
            raise Unreachable("refused", "not an address") from None
        allowed = any(address in network for network in self._allow if network.version == address.version)
        if not allowed and not is_public(address):
            raise Unreachable("refused", "not a public address")

    def _in_time(self, host: str, port: int, seconds: float) -> Sequence[str]:
        """Ask in a thread: the system's resolver has no time limit of its own."""
        answers: queue.SimpleQueue[Sequence[str] | Exception] = queue.SimpleQueue()

        def ask() -> None:
            try:
                answers.put(self._resolve(host, port))
            except (OSError, ValueError) as error:
                answers.put(error)

        threading.Thread(target=ask, name="resolve", daemon=True).start()
        try:
            answer = answers.get(timeout=max(seconds, 0.001))
        except queue.Empty:
            raise Unreachable("too_slow", "the name took too long") from None
        if isinstance(answer, Exception):
            raise Unreachable("failed", "the name is unknown") from answer
        return answer

"""Asking other sites, guarded: the only way in which the product opens an address that somebody wrote."""

from __future__ import annotations

from lorehall.kernel.http.client import Client
from lorehall.kernel.http.guard import Guard, Unreachable
from lorehall.kernel.http.session import Reply, Wish

__all__ = ["Client", "Guard", "Reply", "Unreachable", "Wish"]

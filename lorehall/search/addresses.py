"""Addresses of result pages: each says all of its search, so that it can be shared."""

from __future__ import annotations

from urllib.parse import urlencode

from lorehall.search.syntax import Asked, write

SEARCH = "/search"


def of_text(typed: str, *, sort: str = "best", after: str | None = None) -> str:
    """The page for a search as it is typed."""
    said = {"q": typed, "sort": sort if sort != "best" else "", "after": after or ""}
    query = urlencode({name: value for name, value in said.items() if value})
    return f"{SEARCH}?{query}" if query else SEARCH


def of_search(asked: Asked, *, sort: str = "best", after: str | None = None) -> str:
    """The page for a search in parts."""
    return of_text(write(asked), sort=sort, after=after)

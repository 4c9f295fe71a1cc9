"""Django's DATABASES entry for each engine."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit


def sqlite(path: Path) -> dict[str, Any]:
    """SQLite as a server database: WAL, one writer at a time that waits, writes begun as writes."""
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": str(path),
        "CONN_MAX_AGE": None,
        "OPTIONS": {
            "timeout": 15,
            # The driver would call back into Python for each date and truth; Django's fields read them anyway.
            "detect_types": 0,
            # A read that turns into a write can't wait for the lock; IMMEDIATE takes it at the start.
            "transaction_mode": "IMMEDIATE",
            "init_command": (
                # 8 MB of pages for each thread; the system's own cache holds the rest, once for all.
                "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA cache_size=-8192;"
                "PRAGMA temp_store=MEMORY; PRAGMA foreign_keys=ON"
            ),
        },
    }


def postgresql(url: str) -> dict[str, Any]:
    """PostgreSQL from `postgres://user:password@host:port/name?option=value`; raises ValueError on another form."""
    parts = urlsplit(url)
    if parts.scheme not in {"postgres", "postgresql"} or not parts.path.strip("/"):
        raise ValueError("a database address looks like postgres://user:password@host:5432/name")
    options = dict(parse_qsl(parts.query))
    host = options.pop("host", None) or parts.hostname or ""
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.strip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": host,
        "PORT": str(parts.port or ""),
        "CONN_MAX_AGE": None,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": options,
    }

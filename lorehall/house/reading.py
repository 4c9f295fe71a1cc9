"""How the text of a setting becomes a value. Each raises ValueError with what to say instead."""

from __future__ import annotations

import re
from collections.abc import Callable
from email.utils import parseaddr
from ipaddress import IPv4Network, IPv6Network, ip_network
from pathlib import Path
from urllib.parse import SplitResult, urlsplit
from zoneinfo import available_timezones

from lorehall.kernel.db import connection


def text(value: str) -> str:
    """Any words."""
    return value


def flag(value: str) -> bool:
    """Yes or no."""
    folded = value.lower()
    if folded in {"1", "true", "yes", "on"}:
        return True
    if folded in {"0", "false", "no", "off"}:
        return False
    raise ValueError("say yes or no")


def count(value: str) -> int:
    """A whole number from 1 to 10,000."""
    if not re.fullmatch(r"[0-9]{1,5}", value) or not 1 <= int(value) <= 10_000:
        raise ValueError("say a whole number from 1 to 10000")
    return int(value)


def port(value: str) -> int:
    """A port."""
    if not re.fullmatch(r"[0-9]{1,5}", value) or not 1 <= int(value) <= 65_535:
        raise ValueError("say a port from 1 to 65535")
    return int(value)


def words(value: str) -> list[str]:
    """Words between commas."""
    return [word.strip() for word in value.split(",") if word.strip()]


def folder(value: str) -> Path:
    """A folder; `~` is the home of who starts it."""
    if "\0" in value:
        raise ValueError("say the path of a folder")
    try:
        return Path(value).expanduser().absolute()
    except RuntimeError as error:
        raise ValueError("nobody of that name has a home here") from error


def level(value: str) -> str:
    """How much is logged."""
    return one_of("debug", "info", "warning", "error")(value).upper()


def one_of(*choices: str) -> Callable[[str], str]:
    """One of these words."""

    def read(value: str) -> str:
        if value.lower() not in choices:
            raise ValueError(f"say {', '.join(choices[:-1])} or {choices[-1]}")
        return value.lower()

    return read


def secret(value: str) -> str:
    """A secret that is long enough, or nothing."""
    if value and len(value) < 32:
        raise ValueError("give at least 32 characters, such as from `openssl rand -base64 48`")
    return value


def address(value: str) -> str:
    """The public address: a scheme and a host, no path; or nothing."""
    if not value:
        return ""
    parts = _split(value)
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        raise ValueError("say an address such as https://lore.example.org")
    if parts.path not in {"", "/"} or parts.query or parts.fragment:
        raise ValueError("it must be an address of its own, without a path behind the name")
    if parts.username is not None:
        raise ValueError("leave out the name and password")
    return value.rstrip("/")


def database(value: str) -> str:
    """A PostgreSQL address, or nothing."""
    if value:
        connection.postgresql(value)
    return value


def mail(value: str) -> str:
    """Where mail goes."""
    parts = _split(value)
    if parts.scheme not in {"console", "file", "smtp", "smtps"}:
        raise ValueError("say smtp://user:password@host:587, smtps://…, console: or file:FOLDER")
    if parts.scheme.startswith("smtp") and not parts.hostname:
        raise ValueError("the mail server's name is missing")
    if parts.scheme == "file" and not parts.path:
        raise ValueError("the folder is missing")
    return value


def sender(value: str) -> str:
    """A mail address, with or without a name."""
    _, found = parseaddr(value)
    if not re.fullmatch(r"[^@\s]+@[^@\s]+", found) or "\n" in value:
        raise ValueError("say a mail address such as Lorehall <lore@example.org>")
    return value


def networks(value: str) -> list[IPv4Network | IPv6Network]:
    """Addresses and networks between commas."""
    try:
        return [ip_network(word) for word in words(value)]
    except ValueError as error:
        raise ValueError("say addresses or networks such as 127.0.0.1, 10.0.0.0/8") from error


def zone(value: str) -> str:
    """A time zone by its name."""
    if value not in available_timezones():
        raise ValueError("say a time zone such as Europe/Vienna")
    return value


def _split(value: str) -> SplitResult:
    try:
        parts = urlsplit(value)
        _ = parts.port  # reading it is what raises
    except ValueError as error:
        raise ValueError("that is no address") from error
    return parts


# What these read is not repeated in a complaint.
SECRETS = (secret, database, mail)

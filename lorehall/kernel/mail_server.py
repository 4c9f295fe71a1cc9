"""Which mail server a setting names. Apart from `mail`, because the settings read it before Django is set up."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import unquote, urlsplit


@dataclass(frozen=True, slots=True)
class Server:
    """Where mail goes, as Django's settings want it."""

    backend: str
    folder: str | None = None
    host: str = ""
    port: int = 25
    user: str = ""
    password: str = ""
    starttls: bool = False
    tls: bool = False


def server(url: str) -> Server:
    """The mail server that a setting names: `smtp://…`, `smtps://…`, `console:` or `file:FOLDER`."""
    parts = urlsplit(url)
    if parts.scheme == "file":
        return Server("django.core.mail.backends.filebased.EmailBackend", folder=unquote(parts.path))
    if parts.scheme not in {"smtp", "smtps"}:
        return Server("django.core.mail.backends.console.EmailBackend")
    tls = parts.scheme == "smtps"
    port = parts.port or (465 if tls else 587)
    return Server(
        "django.core.mail.backends.smtp.EmailBackend",
        host=parts.hostname or "",
        port=port,
        user=unquote(parts.username or ""),
        password=unquote(parts.password or ""),
        # Port 25 is a relay nearby, which often speaks no TLS.
        starttls=not tls and port != 25,
        tls=tls,
    )

"""Every setting of an installation: read from the environment once, typed, and refused when it is nonsense."""

from __future__ import annotations

import difflib
import os
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from lorehall.house import reading

PREFIX = "LOREHALL_"
# Not settings of an installation: the tests' own, and what a running process tells its children.
OTHERS = ("LOREHALL_TEST_", "LOREHALL_SHARED_DATA", "LOREHALL_CHROMIUM")


class Nonsense(Exception):  # noqa: N818 - the host's slip, not a fault of the program
    """A setting has a value that can't be meant. The message is a whole sentence for the host."""


@dataclass(frozen=True, slots=True)
class Setting:
    """One environment variable: its name, how it is read, what stands when it is absent, and what it is for."""

    name: str
    read: Callable[[str], Any]
    default: str
    about: str


SETTINGS = (
    Setting(
        "LOREHALL_DATA",
        reading.folder,
        "lorehall-data",
        "Folder of the database, the uploads and the secret key.",
    ),
    Setting(
        "LOREHALL_DATABASE_URL",
        reading.database,
        "",
        "`postgres://user:password@host:5432/name` moves the installation to PostgreSQL; empty means SQLite in the "
        "data folder.",
    ),
    Setting(
        "LOREHALL_URL",
        reading.address,
        "",
        "The address at which people reach it; empty means http://localhost with the port. Mail, links and passkeys "
        "depend on it; with `https` cookies travel encrypted only.",
    ),
    Setting(
        "LOREHALL_ALLOWED_HOSTS",
        reading.words,
        "",
        "Further names under which it answers, separated by commas. The name in LOREHALL_URL and localhost always do.",
    ),
    Setting(
        "LOREHALL_SECRET_KEY",
        reading.secret,
        "",
        "Signs sessions and links. Empty: made once and kept in the data folder, readable by its owner only.",
    ),
    Setting(
        "LOREHALL_DEBUG",
        reading.flag,
        "no",
        "Show errors in full and reload templates. Never on a public address.",
    ),
    Setting(
        "LOREHALL_HOST",
        reading.text,
        "127.0.0.1",
        "The network address to listen on; `0.0.0.0` is all of them.",
    ),
    Setting("LOREHALL_PORT", reading.port, "8000", "The port to listen on."),
    Setting(
        "LOREHALL_WEB",
        reading.count,
        "1",
        "Web processes. More than one is worth it with PostgreSQL only.",
    ),
    Setting("LOREHALL_WEB_THREADS", reading.count, "4", "Requests that one web process answers at a time."),
    Setting(
        "LOREHALL_WORKERS",
        reading.count,
        "1",
        "Worker processes, which deliver facts, send mail and do scheduled work.",
    ),
    Setting(
        "LOREHALL_TRUSTED_PROXIES",
        reading.networks,
        "",
        "Addresses or networks of proxies in front, separated by commas. Only theirs are the words "
        "X-Forwarded-For and X-Forwarded-Proto believed.",
    ),
    Setting(
        "LOREHALL_SIGNUP",
        reading.one_of("open", "invited"),
        "open",
        "`open`: anyone may sign up. `invited`: only with an invitation to a community.",
    ),
    Setting(
        "LOREHALL_SESSION_DAYS",
        reading.count,
        "60",
        "Days without a visit after which a person signs in again.",
    ),
    Setting(
        "LOREHALL_MAIL_URL",
        reading.mail,
        "console:",
        "Where mail goes: `smtp://user:password@host:587` (STARTTLS), `smtps://user:password@host:465`, "
        "`console:` or `file:FOLDER`.",
    ),
    Setting("LOREHALL_MAIL_FROM", reading.sender, "Lorehall <lorehall@localhost>", "The sender of mail."),
    Setting("LOREHALL_UPLOAD_MB", reading.count, "10", "The largest file that is taken, in megabytes."),
    Setting(
        "LOREHALL_UPLOAD_DAY_MB",
        reading.count,
        "200",
        "How much one person may bring in a day, in megabytes, as it is kept. A picture counts as a quarter of a "
        "megabyte at least.",
    ),
    Setting(
        "LOREHALL_UPLOAD_COMMUNITY_GB",
        reading.count,
        "5",
        "How much the files of one community may take, in gigabytes; the smaller forms of pictures come on top.",
    ),
    Setting(
        "LOREHALL_LINK_PREVIEWS",
        reading.one_of("on", "public", "off"),
        "on",
        "Whether an address alone on a line is asked what its page says, which tells that site that somebody wrote of "
        "it. `public`: only for what anyone reads. `off`: never.",
    ),
    Setting("LOREHALL_TIME_ZONE", reading.zone, "UTC", "The time zone of visitors and of people who chose none."),
    Setting("LOREHALL_LOG_LEVEL", reading.level, "info", "`debug`, `info`, `warning` or `error`."),
    Setting(
        "LOREHALL_LOG_FORMAT",
        reading.one_of("console", "json"),
        "console",
        "`console` for people, `json` for programs; both go to standard error.",
    ),
    Setting("LOREHALL_ACCESS_LOG", reading.flag, "no", "Write a line for every request."),
)
BY_NAME = {setting.name: setting for setting in SETTINGS}


@dataclass(frozen=True, slots=True)
class Config:
    """The settings of this process, by name."""

    values: Mapping[str, Any]

    def __getitem__(self, name: str) -> Any:
        return self.values[name]


def read(environ: Mapping[str, str] | None = None) -> Config:
    """Read every setting; raise `Nonsense` with a sentence that names the variable, its value and the way out."""
    environ = os.environ if environ is None else environ
    values: dict[str, Any] = {}
    for setting in SETTINGS:
        raw = environ.get(setting.name, "").strip() or setting.default
        try:
            values[setting.name] = setting.read(raw)
        except ValueError as error:
            shown = "…" if setting.read in reading.SECRETS else repr(raw)
            raise Nonsense(f"{setting.name} is {shown}, which can't be used: {error}.") from error
    values["LOREHALL_URL"] = values["LOREHALL_URL"] or f"http://localhost:{values['LOREHALL_PORT']}"
    return Config(values)


def unknown(environ: Mapping[str, str] | None = None) -> list[tuple[str, str]]:
    """Variables that look like ours and are not, each with the nearest name that is (or an empty string)."""
    environ = os.environ if environ is None else environ
    found = []
    for name in sorted(environ):
        if name.startswith(PREFIX) and name not in BY_NAME and not name.startswith(OTHERS):
            # Compared without what all of them begin with, which would make any two alike.
            ends = [known.removeprefix(PREFIX) for known in BY_NAME]
            near = difflib.get_close_matches(name.removeprefix(PREFIX), ends, n=1)
            found.append((name, f"{PREFIX}{near[0]}" if near else ""))
    return found


def secret_key(config: Config) -> str:
    """The installation's secret: given by the host, or made once and kept in the data folder for its owner only."""
    given: str = config["LOREHALL_SECRET_KEY"]
    if given:
        return given
    path: Path = config["LOREHALL_DATA"] / "secret-key"
    if not path.exists():
        make_folder(path.parent)
        # Written aside and linked into place: who starts at the same moment reads a whole key, and the same one.
        draft = path.with_name(f"secret-key.{os.getpid()}")
        descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "w", encoding="ascii") as file:
            file.write(secrets.token_urlsafe(48))
        try:
            os.link(draft, path)
        except FileExistsError:
            pass
        finally:
            draft.unlink()
    return path.read_text(encoding="ascii").strip()


def make_folder(path: Path) -> None:
    """Make the data folder, closed to others; raises `Nonsense` when that can't be."""
    try:
        path.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise Nonsense(f"The data folder {path} can't be made: {error.strerror}.") from error

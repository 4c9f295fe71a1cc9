"""Settings of the worker processes that the tests start and kill: the kernel alone, so that they start at once."""

from __future__ import annotations

import os
from pathlib import Path

from lorehall.kernel.db import connection

SECRET_KEY = "only-for-tests"
USE_TZ = True
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
INSTALLED_APPS = ["lorehall.kernel"]
TASKS = {"default": {"BACKEND": "lorehall.kernel.jobs.backend.DatabaseBackend", "QUEUES": []}}
_url = os.environ.get("LOREHALL_DATABASE_URL", "")
DATABASES = {
    "default": connection.postgresql(_url)
    if _url
    else connection.sqlite(Path(os.environ["LOREHALL_DATA"]) / "lorehall.sqlite3")
}

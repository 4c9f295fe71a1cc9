"""The application: Django, synchronous, on a pool of threads, behind an asynchronous front."""

from __future__ import annotations

from a2wsgi import WSGIMiddleware
from django.conf import settings

from lorehall.house.front import Front
from lorehall.house.wsgi import application as pages

application = Front(
    WSGIMiddleware(pages, workers=settings.CONFIG["LOREHALL_WEB_THREADS"]),
    trusted=settings.CONFIG["LOREHALL_TRUSTED_PROXIES"],
)

"""The application: Django, synchronous, on a pool of threads, behind an asynchronous front."""

from __future__ import annotations

from django.conf import settings

from lorehall.house.bridge import Bridge
from lorehall.house.front import Front
from lorehall.house.wsgi import application as pages

application = Front(
    Bridge(pages, threads=settings.CONFIG["LOREHALL_WEB_THREADS"], most=settings.UPLOAD_MOST),
    trusted=settings.CONFIG["LOREHALL_TRUSTED_PROXIES"],
)

from __future__ import annotations

from django.apps import AppConfig


class ReportsConfig(AppConfig):
    name = "lorehall.reports"
    label = "reports"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        # Whoever asks about one of these permissions gets its answer, whatever was imported before.
        from lorehall.reports import policy  # noqa: F401

from __future__ import annotations

from django.apps import AppConfig


class UploadsConfig(AppConfig):
    name = "lorehall.uploads"
    label = "uploads"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        # Whoever asks about one of these permissions gets its answer, whatever was imported before.
        from lorehall.uploads import policy  # noqa: F401

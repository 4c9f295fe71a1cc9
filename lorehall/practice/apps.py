from __future__ import annotations

from django.apps import AppConfig


class PracticeConfig(AppConfig):
    name = "lorehall.practice"
    label = "practice"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        # Whoever asks about one of these permissions gets its answer, whatever was imported before.
        from lorehall.practice import policy  # noqa: F401

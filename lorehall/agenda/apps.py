from __future__ import annotations

from django.apps import AppConfig


class AgendaConfig(AppConfig):
    name = "lorehall.agenda"
    label = "agenda"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        # Whoever asks about one of these permissions gets its answer, whatever was imported before.
        from lorehall.agenda import policy  # noqa: F401

from __future__ import annotations

from django.apps import AppConfig


class QuestionsConfig(AppConfig):
    name = "lorehall.questions"
    label = "questions"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        # Whoever asks about one of these permissions gets its answer, whatever was imported before.
        from lorehall.questions import policy  # noqa: F401

from __future__ import annotations

from django.apps import AppConfig


class PollsConfig(AppConfig):
    name = "lorehall.polls"
    label = "polls"

    def ready(self) -> None:
        from lorehall.polls import policy  # noqa: F401 - hands over who may vote

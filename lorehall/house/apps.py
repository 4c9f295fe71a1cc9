from __future__ import annotations

from django.apps import AppConfig


class HouseConfig(AppConfig):
    name = "lorehall.house"
    label = "house"

    def ready(self) -> None:
        """Models are loaded: wire the facts, and fill the frame's slots."""
        from lorehall.house import shell, wiring

        wiring.connect()
        shell.fill()

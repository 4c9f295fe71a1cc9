from __future__ import annotations

from django.apps import AppConfig


class HouseConfig(AppConfig):
    name = "lorehall.house"
    label = "house"

    def ready(self) -> None:
        from lorehall.house import wiring

        wiring.connect()

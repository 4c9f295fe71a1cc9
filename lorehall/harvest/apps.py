from __future__ import annotations

from django.apps import AppConfig


class HarvestConfig(AppConfig):
    name = "lorehall.harvest"
    label = "harvest"

from __future__ import annotations

from django.apps import AppConfig


class CommunitiesConfig(AppConfig):
    name = "lorehall.communities"
    label = "communities"
    default_auto_field = "django.db.models.BigAutoField"

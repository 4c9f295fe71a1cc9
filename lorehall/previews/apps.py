from __future__ import annotations

from django.apps import AppConfig


class PreviewsConfig(AppConfig):
    name = "lorehall.previews"
    label = "previews"

    def ready(self) -> None:
        from lorehall.previews import policy  # noqa: F401 - hands over who may hide a preview

"""A mail server that is away."""

from __future__ import annotations

from django.core.mail.backends.base import BaseEmailBackend


class Away(BaseEmailBackend):
    def send_messages(self, email_messages) -> int:
        raise ConnectionRefusedError("nobody answers")

"""What a command says when it can't do what it was asked."""

from __future__ import annotations


class Complaint(Exception):  # noqa: N818 - it is for the host, and no fault of the program
    """A command can't do what it was asked; the message is one sentence for the host."""

"""What higher floors add to a person's page, through the slot `profile_panels`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest

from lorehall.kernel.ui import slots

SLOT = "profile_panels"


@dataclass(frozen=True, slots=True)
class Panel:
    """A template that prints `data`, ready to print, on a person's page."""

    template: str
    data: Mapping[str, Any] | object


def panels(request: HttpRequest, person_id: int) -> Sequence[Panel]:
    """The panels for this person that this reader may see; none while the slot is empty.

    The house fills the slot with a builder `(request, person_id) -> Sequence[Panel]`.
    """
    builder = slots.filled(SLOT)
    found: Sequence[Panel] = builder(request, person_id) if builder else ()
    return found

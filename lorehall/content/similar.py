"""What is like a title that is being written, for the forms in which one starts something. `search` fills the slot
"similar"; where nothing fills it, the forms go without.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.http import HttpRequest

from lorehall.communities.places import Place
from lorehall.kernel.ui import slots

LOOK = "look"
"""The button of a form that only looks: the form is shown again, with what was typed and what is like it."""


@dataclass(frozen=True, slots=True)
class Similar:
    """A template that goes below the title and prints `data`, ready to print."""

    template: str
    data: object


Builder = Callable[[HttpRequest, Place, str | None], Similar]


def looking(request: HttpRequest) -> bool:
    """Whether the form was sent to look for similar ones, and not to start anything."""
    return request.method == "POST" and LOOK in request.POST


def similar(request: HttpRequest, place: Place) -> Similar | None:
    """The piece for a form in this community. It looks when it was asked to; a script asks by itself."""
    builder: Builder | None = slots.filled("similar")
    title = request.POST.get("title", "") if looking(request) else None
    return builder(request, place, title) if builder else None

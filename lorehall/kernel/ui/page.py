"""How a view answers with a page."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.template.loader import get_template

from lorehall.kernel.ui.shell import shell_for


def page(
    request: HttpRequest,
    template: str,
    context: Mapping[str, Any] | None = None,
    *,
    place: Any = None,
    current: str = "",
    status: int = 200,
) -> HttpResponse:
    """Render `template` inside the frame.

    `place` is handed to the house's shell builder (a community's head, or None); `current` is the key of the
    rail's entry that this page belongs to. The frame is built first, so that the template runs no query.
    """
    shell = shell_for(request, place, current)
    body = get_template(template).render({**(context or {}), "shell": shell}, request)
    return HttpResponse(body, status=status)


def part(
    request: HttpRequest, template: str, context: Mapping[str, Any] | None = None, *, status: int = 200
) -> HttpResponse:
    """Render a piece of a page, without the frame, to be swapped in."""
    return HttpResponse(get_template(template).render(dict(context or {}), request), status=status)

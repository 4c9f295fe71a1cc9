"""How a view answers with a page."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.contrib.messages import get_messages
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.template.loader import get_template
from markupsafe import Markup

from lorehall.kernel.ui.shell import shell_for
from lorehall.kernel.ui.times import one_zone


class Token:
    """The token against forged posts: made when a form first asks for it, then the same for the whole page."""

    __slots__ = ("_request", "_value")

    def __init__(self, request: HttpRequest) -> None:
        self._request = request
        self._value = ""

    def __str__(self) -> str:
        self._value = self._value or get_token(self._request)
        return self._value


class TokenInput(Token):
    """The hidden field that carries the token."""

    __slots__ = ()

    def __html__(self) -> str:
        return Markup('<input type="hidden" name="csrfmiddlewaretoken" value="{}">').format(super().__str__())

    __str__ = __html__


def render(request: HttpRequest, template: str, context: Mapping[str, Any]) -> str:
    """The template as text, with what every template may use."""
    known = {
        **context,
        "request": request,
        "csrf_token": Token(request),
        "csrf_input": TokenInput(request),
        "messages": get_messages(request),
    }
    with one_zone():
        body: str = get_template(template).template.render(known)  # type: ignore[attr-defined]  # Jinja2's own
    return body


def drawn(template: str, context: Mapping[str, Any]) -> Markup:
    """A piece of a page that needs no request: what a query puts in the midst of stored HTML."""
    with one_zone():
        return Markup(get_template(template).template.render(context))  # type: ignore[attr-defined]  # noqa: S704


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
    return HttpResponse(render(request, template, {**(context or {}), "shell": shell}), status=status)


def part(
    request: HttpRequest, template: str, context: Mapping[str, Any] | None = None, *, status: int = 200
) -> HttpResponse:
    """Render a piece of a page, without the frame, to be swapped in."""
    return HttpResponse(render(request, template, context or {}), status=status)

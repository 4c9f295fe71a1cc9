"""Pages for when something can't be done: what happened, what was kept, what to do."""

from __future__ import annotations

from urllib.parse import quote, urlsplit

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from lorehall.kernel.errors import Refused
from lorehall.kernel.ui import drafting, slots
from lorehall.kernel.ui.page import page
from lorehall.kernel.ui.problems import Problem, problem
from lorehall.kernel.ui.shell import Action

SECRET_NAMES = ("password", "token", "csrf", "code", "secret", "key")
LONG_ENOUGH = 12


def show(
    request: HttpRequest,
    found: Problem,
    *,
    kept: list[tuple[str, str]] | None = None,
    way: Action | None = None,
) -> HttpResponse:
    """The page for a problem, with what was typed offered back, and the way on where there is one."""
    context = {"problem": found, "kept": kept or [], "way": way, "next": quote(request.get_full_path(), safe="/")}
    return page(request, "ui/error.html", context, status=found.status)


def typed(request: HttpRequest) -> list[tuple[str, str]]:
    """The longer texts of a posted form, for copying; nothing secret, nothing that another site posted."""
    if request.method != "POST" or not _same_site(request):
        return []
    return [
        (name, value)
        for name, value in request.POST.items()
        if isinstance(value, str)
        and len(value) >= LONG_ENOUGH
        and not any(word in name.lower() for word in SECRET_NAMES)
    ]


def _same_site(request: HttpRequest) -> bool:
    origin = request.headers.get("Origin") or request.headers.get("Referer") or ""
    return bool(origin) and urlsplit(origin).netloc == request.get_host()


def not_found(
    request: HttpRequest,
    exception: Exception | None = None,  # noqa: ARG001
) -> HttpResponse:
    """404, in the same words for what is hidden and for what never was."""
    return show(request, problem(404))


def refused(request: HttpRequest, refusal: Refused, status: int) -> HttpResponse:
    """A rule's own sentence as a page. The house knows where one may go from some of them: the slot "way_on"."""
    way_on = slots.filled("way_on")
    way = way_on(request, refusal) if way_on else None
    return show(request, problem(status, said=refusal.message), kept=typed(request), way=way)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001
    return show(request, problem(400))


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001
    return show(request, problem(403))


def server_error(request: HttpRequest) -> HttpResponse:
    """500. The frame may be what broke, so that it is left out when it can't be built."""
    try:
        return show(request, problem(500), kept=typed(request))
    except Exception:  # noqa: BLE001 - the last resort must not fail; the first error was logged already
        words = problem(500)
        return HttpResponse(f"{words.said}\n{words.do}\n", status=500, content_type="text/plain; charset=utf-8")


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:  # noqa: ARG001
    """A form that came too late, or from elsewhere. What was typed here is kept as a draft, or offered back."""
    if kept := drafting.keep_stale(request):
        return kept
    found = problem(
        403,
        title=_("This form is no longer valid"),
        said=_("The page it was on is too old, or you signed in or out in another window."),
    )
    return show(request, found, kept=typed(request))

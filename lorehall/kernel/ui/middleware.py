"""What happens around every view: what is turned away, the reader's language and zone, and refusals as pages."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.utils import timezone, translation

from lorehall.kernel.errors import Conflict, Forbidden, Hidden, Refused
from lorehall.kernel.ui import views
from lorehall.kernel.ui.problems import problem

Next = Callable[[HttpRequest], HttpResponseBase]
KNOWN = {code for code, _name in settings.LANGUAGES}


@lru_cache(maxsize=1024)
def _zone(name: str) -> ZoneInfo | None:
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return None


class SoundRequests:
    """Turns away what no page of ours sends and PostgreSQL does not take: null bytes in an address or a cookie. Those
    in forms are for the fields to refuse.
    """

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if "\0" in request.path_info:
            return views.not_found(request)
        if "%00" in request.META.get("QUERY_STRING", ""):
            return views.show(request, problem(400))
        for name in [name for name, value in request.COOKIES.items() if "\0" in value]:
            del request.COOKIES[name]
        return self.get_response(request)


class LocaleAndZone:
    """Activates the reader's language and time zone, where they differ from the installation's."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        viewer = getattr(request, "viewer", None)
        language = self._language(request, getattr(viewer, "language", "") or "")
        name = getattr(viewer, "timezone", "") or ""
        zone = _zone(name) if name and name != settings.TIME_ZONE else None
        if language != settings.LANGUAGE_CODE:
            translation.activate(language)
        if zone is not None:
            timezone.activate(zone)
        try:
            return self.get_response(request)
        finally:
            # Threads are used again: the next reader must not find this one's settings.
            if zone is not None:
                timezone.deactivate()
            if language != settings.LANGUAGE_CODE:
                translation.deactivate()

    @staticmethod
    def _language(request: HttpRequest, chosen: str) -> str:
        if chosen in KNOWN:
            return chosen
        return translation.get_language_from_request(request) if len(KNOWN) > 1 else settings.LANGUAGE_CODE


class Refusals:
    """Turns what a rule raised into a page. What is hidden gets the very words of what is not there."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if isinstance(exception, Http404 | Hidden):
            return views.not_found(request)
        if isinstance(exception, Forbidden):
            return views.refused(request, exception, 403)
        if isinstance(exception, Conflict):
            return views.refused(request, exception, 409)
        if isinstance(exception, Refused):
            return views.refused(request, exception, 422)
        return None

"""Puts `request.viewer` in place: the session, the person and the memberships by one query."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from lorehall.communities.viewers import signed_in
from lorehall.people.sessions import renew
from lorehall.people.viewer import VISITOR, Viewer


class ViewedRequest(HttpRequest):
    """A request as views see it."""

    viewer: Viewer


class ViewerMiddleware:
    """After Django's session and authentication middleware, which stay lazy and are mostly never asked."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        key = request.COOKIES.get(settings.SESSION_COOKIE_NAME)
        found = signed_in(key) if key else None
        if key and found:
            request.session = found.session
            if found.viewer.person_id is not None:
                renew(found.session, found.seen_at)
        request.viewer = found.viewer if found else VISITOR  # type: ignore[attr-defined]
        return self.get_response(request)

"""Uploads: handed out to who may see them; one's own, to look over and to delete."""

from __future__ import annotations

from django.contrib import messages
from django.http import (
    FileResponse,
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    HttpResponseNotModified,
    HttpResponseRedirect,
)
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.utils.http import content_disposition_header, parse_etags
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from lorehall.communities.middleware import ViewedRequest
from lorehall.content.queries.files import find_file, own_files
from lorehall.content.rules import attach
from lorehall.kernel.errors import Hidden
from lorehall.kernel.ui.page import page
from lorehall.people.doors import signed_in, viewer_of
from lorehall.uploads.choose import Chosen, choose

# Whatever it holds, it can't act, be shown in a page of others, or be taken for anything but what we say it is.
SANDBOX = "sandbox; default-src 'none'; frame-ancestors 'none'"
FOR_EVER = 365 * 24 * 3600
SHARED_FOR = 3600


@require_safe
def serve(request: ViewedRequest, key: str, name: str) -> HttpResponseBase:
    """A picture in the form that suits the asker, to be looked at; any other file as a download."""
    found = find_file(key, request.viewer)
    accept = request.headers.get("Accept", "")
    chosen = choose(found.key, found.kind, found.name, found.media, found.width, asked=name, accept=accept)
    if chosen is None:
        raise Hidden
    etag = f'"{found.key[:12]}-{chosen.path.name}"'
    known = etag in parse_etags(request.headers.get("If-None-Match", "").replace("W/", ""))
    response = HttpResponseNotModified() if known else _answer(request, chosen)
    response.headers["ETag"] = etag
    response.headers["Content-Security-Policy"] = SANDBOX
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Cross-Origin-Resource-Policy"] = "same-origin"
    _let_keep(response, chosen, everybody=found.open, signed_in=request.viewer.signed_in)
    return response


def _answer(request: ViewedRequest, chosen: Chosen) -> HttpResponseBase:
    response: HttpResponseBase
    if request.method == "HEAD":
        response = HttpResponse(content_type=chosen.media)
        response.headers["Content-Length"] = str(chosen.path.stat().st_size)
    else:
        response = FileResponse(chosen.path.open("rb"), content_type=chosen.media)
    disposition = content_disposition_header(not chosen.inline, chosen.name)
    response.headers["Content-Disposition"] = disposition or "attachment"
    return response


def _let_keep(response: HttpResponseBase, chosen: Chosen, *, everybody: bool, signed_in: bool) -> None:
    """Who may keep it, and for how long. What is open may become closed: caches that many share ask again after an
    hour. What is not open may be kept by the browser, which asks each time whether it may still show it.
    """
    if not everybody or not chosen.settled:
        kept = "private, no-cache"
    elif signed_in:
        kept = f"private, max-age={FOR_EVER}, immutable"  # an answer to a session may carry its cookie
    else:
        kept = f"public, max-age={FOR_EVER}, s-maxage={SHARED_FOR}, immutable"
    response.headers["Cache-Control"] = kept
    if chosen.inline:
        patch_vary_headers(response, ("Accept",))
    if not kept.startswith("public"):
        patch_vary_headers(response, ("Cookie",))


@require_safe
@signed_in
def mine(request: HttpRequest) -> HttpResponse:
    """One's own, the newest first."""
    before = request.GET.get("before", "")
    cursor = int(before) if before.isascii() and before.isdigit() and len(before) < 19 else None
    context = {"files": own_files(viewer_of(request), before=cursor)}
    return page(request, "content/files.html", context, current="settings")


@require_POST
@signed_in
def forget(request: HttpRequest, key: str) -> HttpResponse:
    """Delete one of one's own that no text holds."""
    attach.forget(key, by=viewer_of(request))
    messages.success(request, _("Deleted."))
    return HttpResponseRedirect(reverse("content:files"))

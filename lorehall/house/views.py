"""The house's own pages: the set-up of the first account, and whether it is well."""

from __future__ import annotations

from django.db import DatabaseError, transaction
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from lorehall.house import ready, set_up
from lorehall.house.forms import SetUp
from lorehall.kernel import files
from lorehall.kernel.errors import Hidden, Refused
from lorehall.kernel.ui.page import page
from lorehall.people import rules
from lorehall.people.doors import let_in
from lorehall.people.models import Person


@require_safe
@never_cache
def healthz(_request: HttpRequest) -> HttpResponse:
    """The process is alive. Behind the front this is answered before Django, in the same words."""
    return HttpResponse("alive\n", content_type="text/plain; charset=utf-8")


@require_safe
@never_cache
def readyz(_request: HttpRequest) -> HttpResponse:
    """Pages can be served and work is being done: 200, or 503 with what is missing, a line each."""
    try:
        missing = ready.missing()
    except DatabaseError:
        missing = ["The database does not answer."]
    text = "\n".join(missing or ["ready"]) + "\n"
    return HttpResponse(text, content_type="text/plain; charset=utf-8", status=503 if missing else 200)


def not_set_up(request: HttpRequest) -> HttpResponse | None:
    """The front page until there is a host: where the link stands. None afterwards."""
    return page(request, "house/not_set_up.html") if set_up.is_waiting() else None


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def setup(request: HttpRequest, token: str) -> HttpResponse:
    """Make the host's account, once. Later, and with a wrong token, there is nothing here."""
    if not set_up.opens(token):
        raise Hidden
    form = SetUp(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            person = _make_host(form.cleaned_data)
        except Hidden:
            raise
        except Refused as refusal:
            form.refused(refusal)
        else:
            let_in(request, person)
            return redirect("/")
    return page(request, "house/setup.html", {"form": form}, status=422 if form.is_bound else 200)


def _make_host(given: dict[str, str]) -> Person:
    with transaction.atomic():
        person = rules.create_host(**given)
        # Last, and inside: of two who post at once, the one who comes second leaves nothing behind.
        if not set_up.use_up():
            raise Hidden
    return person


@require_safe
def upload(_request: HttpRequest, key: str) -> FileResponse:
    """A stored picture. Its name is its content, so it never changes; whatever it holds, it can't act."""
    path = files.find(key)
    if path is None:
        raise Hidden
    response = FileResponse(path.open("rb"), content_type="image/webp")
    response["Cache-Control"] = "public, max-age=31536000, immutable"
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response

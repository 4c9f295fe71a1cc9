"""What every page with a form does first: who is not signed in is sent to do so, and comes back."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec, cast
from urllib.parse import urlencode

from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse

from lorehall.communities.middleware import ViewedRequest
from lorehall.kernel.errors import Forbidden

P = ParamSpec("P")
View = Callable[Concatenate[ViewedRequest, P], HttpResponse]


def sign_in_first(view: View[P]) -> View[P]:
    """Policy decides; where its reason is that nobody is signed in, reading the form leads to signing in."""

    @wraps(view)
    def guarded(request: ViewedRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        try:
            return view(request, *args, **kwargs)
        except Forbidden as no:
            if no.code != "sign_in" or request.method not in {"GET", "HEAD"}:
                raise
            return HttpResponseRedirect(sign_in_address(request.get_full_path()))

    return cast(View[P], guarded)


def sign_in_address(back: str) -> str:
    """Where one signs in and is then led back."""
    return f"{reverse('account_login')}?{urlencode({'next': back})}"


def number(typed: str | None) -> int:
    """A number that came with an address or a form; 0 for anything else."""
    return int(typed) if typed and typed.isascii() and typed.isdigit() and len(typed) < 19 else 0

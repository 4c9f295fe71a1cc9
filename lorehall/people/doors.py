"""Doors of pages: who asks, who has to sign in first, who is let in without asking."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec
from urllib.parse import urlencode

from allauth.usersessions.models import UserSession
from django.contrib.auth import login
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from lorehall.people.models import Person
from lorehall.people.viewer import VISITOR, Viewer

P = ParamSpec("P")


def viewer_of(request: HttpRequest) -> Viewer:
    """Who asks; the visitor where nobody is signed in."""
    viewer: Viewer = getattr(request, "viewer", VISITOR)
    return viewer


def let_in(request: HttpRequest, person: Person) -> None:
    """Sign in a person whose right to it was proved otherwise, such as by the set-up link."""
    login(request, person)
    UserSession.objects.create_from_request(request)


def sign_in_first(request: HttpRequest) -> HttpResponse:
    """To the sign-in page, and back here afterwards (to a page that can be read, not to a form's target)."""
    target = request.get_full_path() if request.method == "GET" else "/"
    return HttpResponseRedirect(f"{reverse('account_login')}?{urlencode({'next': target})}")


def signed_in(
    view: Callable[Concatenate[HttpRequest, P], HttpResponse],
) -> Callable[Concatenate[HttpRequest, P], HttpResponse]:
    """A view for people who are signed in only."""

    @wraps(view)
    def checked(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        if not viewer_of(request).signed_in:
            return sign_in_first(request)
        return view(request, *args, **kwargs)

    return checked

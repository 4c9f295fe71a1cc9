"""What every view here begins with."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse

from lorehall.communities.middleware import ViewedRequest
from lorehall.communities.places import Place, place
from lorehall.kernel import policy
from lorehall.kernel.errors import Conflict, Forbidden, Hidden, Refused
from lorehall.kernel.policy import Permission
from lorehall.kernel.ui.forms import Form


def here(request: ViewedRequest, slug: str, permission: Permission | None = None) -> Place:
    """The community, where the viewer may know of it (and has the permission)."""
    found = place(request.viewer, slug=slug)
    if permission is not None:
        policy.require(permission, request.viewer, found)
    return found


def to(name: str, *args: object) -> HttpResponse:
    """On to another page of this capability."""
    return HttpResponseRedirect(reverse(f"communities:{name}", args=args))


def done(form: Form, act: Callable[[], object]) -> bool:
    """Whether the form was sound and the rule did it. A refusal that can be put right goes to its field; one that
    can't is raised.
    """
    if not form.is_valid():
        return False
    try:
        act()
    except (Hidden, Forbidden, Conflict):
        raise
    except Refused as refusal:
        form.refused(refusal)
        return False
    return True

"""Completion while one writes, for members of the community."""

from __future__ import annotations

from collections.abc import Sequence

from django.http import HttpResponse, JsonResponse
from django.views.decorators.http import require_safe

from lorehall.communities.middleware import ViewedRequest
from lorehall.communities.places import Place, RoomHead, place
from lorehall.communities.policy import NOT_A_MEMBER
from lorehall.content.queries import complete
from lorehall.kernel.errors import Forbidden


@require_safe
def people(request: ViewedRequest, slug: str) -> HttpResponse:
    """Whom `@` may name."""
    here, room = _where(request, slug)
    item = _number(request, "item")
    return _told(complete.people(request.viewer, here, room, request.GET.get("q", ""), item_id=item))


@require_safe
def items(request: ViewedRequest, slug: str) -> HttpResponse:
    """What `#` may name."""
    here, room = _where(request, slug)
    return _told(complete.items(here, room, request.GET.get("q", "")))


def _where(request: ViewedRequest, slug: str) -> tuple[Place, RoomHead]:
    """Where is written; raises Hidden for a room or a community that the writer may not know of."""
    here = place(request.viewer, slug=slug)
    if not here.is_member:
        raise Forbidden(NOT_A_MEMBER.code, str(NOT_A_MEMBER.message))
    room = _number(request, "room")
    return here, here.room_by_id(room) if room else here.first_room


def _number(request: ViewedRequest, name: str) -> int | None:
    given = request.GET.get(name, "")
    return int(given) if given.isascii() and given.isdigit() and len(given) < 19 else None


def _told(options: Sequence[complete.Option]) -> JsonResponse:
    return JsonResponse({"options": [option._asdict() for option in options]})

"""Where a member goes on."""

from __future__ import annotations

from lorehall.communities.models import Community
from lorehall.pages.models import Visit
from lorehall.people.viewer import Viewer


def last_community(viewer: Viewer) -> str | None:
    """The slug of the community that the viewer visited last, else of the first one they are in; None for others."""
    if not viewer.memberships:
        return None
    mine = list(viewer.memberships)
    visits = Visit.objects.filter(person_id=viewer.id, community_id__in=mine).order_by("-at")
    slug = visits.values_list("community__slug", flat=True).first()
    return slug or Community.objects.filter(pk__in=mine).order_by("pk").values_list("slug", flat=True).first()

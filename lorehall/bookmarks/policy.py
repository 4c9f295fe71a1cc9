"""Who may put something by: whoever is signed in and may see it."""

from __future__ import annotations

from lorehall.communities.policy import NOT_SIGNED_IN
from lorehall.content.models import Item
from lorehall.content.policy import may_see
from lorehall.kernel.policy import HIDDEN, Denial, Permission, answers
from lorehall.people.viewer import Viewer


def _bookmark(viewer: Viewer, item: Item) -> Denial | None:
    if not may_see(viewer, item):
        return HIDDEN
    return None if viewer.signed_in else NOT_SIGNED_IN


answers({Permission.BOOKMARK: _bookmark})

"""Reaching questions of the agenda, and the items that somebody means, only through what the viewer may read."""

from __future__ import annotations

import re

from django.utils.translation import gettext as _

from lorehall.agenda.models import AgendaQuestion
from lorehall.communities.models import Visibility
from lorehall.content.models import Item, ItemKind
from lorehall.content.policy import visible
from lorehall.kernel.errors import Hidden, Refused
from lorehall.kernel.text.fold import tidy_line
from lorehall.people.viewer import Viewer

_ADDRESS = re.compile(r"(?:\S*/(?:q|t|practice|i)/|#)?(\d{1,18})(?:[/?#]\S*)?", re.ASCII)


def find_question(question_id: int, viewer: Viewer) -> AgendaQuestion:
    """The question with its community, for whoever reads all of its charter; raises `Hidden`."""
    found = AgendaQuestion.objects.select_related("community").filter(pk=question_id).first()
    if found is None:
        raise Hidden
    if found.community_id not in viewer.memberships and found.community.visibility != Visibility.PUBLIC:
        raise Hidden
    return found


def find_meant(said: str, community_id: int, viewer: Viewer, *, kind: str = "", field: str = "item") -> Item:
    """The item of the community that is meant by a number, an address or a title; raises `Refused`."""
    said = tidy_line(said)
    items = visible(viewer).filter(community_id=community_id)
    if kind:
        items = items.filter(kind=kind)
    address = _ADDRESS.fullmatch(said)
    found = list(items.filter(pk=int(address[1]))) if address else []
    if not found and said:
        found = list(items.filter(title__iexact=said)[:2])
    if len(found) == 1:
        return found[0]
    if found:
        raise Refused("several", _("Several are called that. Say its number, or paste its address."), field)
    if kind == ItemKind.PRACTICE:
        raise Refused("not_found", _("No practice of this community is called that."), field)
    raise Refused("not_found", _("Nothing in this community is called that. Paste its address."), field)

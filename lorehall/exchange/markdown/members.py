"""Who keeps a page and who wrote it, by what the front matter calls them."""

from __future__ import annotations

from lorehall.communities.models import Membership, Role, Room
from lorehall.communities.policy import may_read
from lorehall.communities.viewers import viewer_of
from lorehall.people.rules.attribute import attribute


class Members:
    """The members of a room's community, found by handle, mail or name; who wrote elsewhere is attributed."""

    def __init__(self, room: Room, source: str, author: str) -> None:
        self.source = source
        self.author = author
        self._known: dict[str, int | None] = {}
        self._room = room

    def find(self, called: str) -> int | None:
        """The member who is called so; None for nobody, or for several."""
        word = called.strip().removeprefix("@").casefold()
        if word and word not in self._known:
            self._known[word] = self._look(word)
        return self._known.get(word)

    def _look(self, word: str) -> int | None:
        active = Membership.objects.filter(community_id=self._room.community_id, suspended_at=None)
        active = active.exclude(role=Role.SPONSOR)
        for field in ("handle", "email", "name__iexact"):
            found = list(active.filter(**{f"person__{field}": word}).values_list("person_id", flat=True)[:2])
            if len(found) == 1 and may_read(viewer_of(found[0]), self._room):
                return int(found[0])
        return None

    def wrote(self, called: str) -> int:
        """The author's person: a member by their handle, or somebody who is attributed."""
        member = self.find(called) if called.startswith("@") else None
        name = called.removeprefix("@") or self.author
        return member or attribute(self.source, f"name:{name}"[:120], name)

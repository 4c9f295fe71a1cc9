"""Collections out of the listing of an exported library. Those that stand here by their name stay as they are."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from lorehall.communities.models import Room
from lorehall.exchange.markdown.walk import LISTING
from lorehall.exchange.report import Report
from lorehall.kernel.errors import Refused
from lorehall.kernel.text import tidy_line
from lorehall.library.models import ABOUT_LENGTH, NAME_LENGTH, Collection
from lorehall.library.rules.collect import Wish, make, put_in
from lorehall.people.viewer import Viewer


def gather(said: Mapping[str, Any], items: Mapping[str, int], room: Room, report: Report, by: Viewer) -> None:
    """Make those that are missing, with their pages in their order."""
    listed = said.get("collections")
    standing = set(Collection.objects.filter(community_id=room.community_id).values_list("name", flat=True))
    starter = Collection.objects.filter(community_id=room.community_id, starter=True).exists()
    for one in listed if isinstance(listed, list) else []:
        name = _line(one.get("name"), NAME_LENGTH) if isinstance(one, dict) else ""
        if not name or name in standing:
            continue
        wish = Wish(name, _line(one.get("about"), ABOUT_LENGTH), one.get("starter") is True and not starter, room.pk)
        pages = one.get("pages")
        try:
            made = make(room.community_id, wish, by=by)
            for path in pages if isinstance(pages, list) else []:
                if isinstance(path, str) and path in items:
                    put_in(made.pk, items[path], by=by)
        except Refused as error:
            report.skip(LISTING, 0, f"the collection {name}: {error.message}")


def _line(said: Any, most: int) -> str:
    return tidy_line(said)[:most] if isinstance(said, str) else ""

"""A practice's page. Five statements of its own, whoever reads it, and one each for reports and for the library."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from markupsafe import Markup

from lorehall.communities.places import place
from lorehall.content.queries.sources import Author, Source, credited, own_credit, sources
from lorehall.drafts.beginning import begin_here
from lorehall.kernel import clock, policy
from lorehall.kernel.policy import Permission
from lorehall.kernel.text.poll import BEGINNING
from lorehall.kernel.ui.drafting import NOTHING
from lorehall.kernel.ui.pieces import stored
from lorehall.people.viewer import Viewer
from lorehall.practice import panels
from lorehall.practice.moves import offered
from lorehall.practice.queries.beside import beside
from lorehall.practice.queries.dissents import beside_sections
from lorehall.practice.queries.head import Head, head
from lorehall.practice.queries.posts import Shown, posts
from lorehall.practice.queries.shapes import Beside, Line, PracticePage, Rights, Said, Since
from lorehall.reading.queries.reader import Reader, reader

ONE_VISIT = timedelta(hours=3)
"""So long a page goes on saying what changed since it was read the time before."""
FEWEST = 3
"""So many sections make a table of contents worth its room."""
_CITED = 'href="#note-c'
_HEADING = re.compile(r'(<h([1-6]) id="(s-[^"]*)">)(.*?)(</h\2>)', re.DOTALL)


def practice_page(viewer: Viewer, item_id: int, *, after: int = 0) -> PracticePage:
    """All that the page prints, and what the viewer may do. `after` is a page's `older`. Raises `Hidden`."""
    found = head(viewer, item_id)
    here = place(viewer, community_id=found.community_id)
    shown = posts(found, viewer, after)
    opening = shown.opening
    cites, begins_with = _CITED in opening.html, opening.html[:600]
    there = beside(viewer, found)
    html = str(opening.html) if BEGINNING in opening.html else panels.defined(str(opening.html), there.rows, item_id)
    keeps = policy.allows(Permission.KEEP_PRACTICE, viewer, found)
    html = beside_sections(html, shown.dissents, keeps=keeps, signed_in=viewer.signed_in)
    opening.html = _addressable(html)
    cited = sources(viewer, item_id) if cites else []
    version = max(1, opening.revisions)
    allowed = rights(viewer, found)
    return PracticePage(
        place=here,
        head=found,
        version=version,
        version_at=opening.edited_at or opening.created_at,
        opening=opening,
        begins_with=begins_with,
        toc=_contents(found),
        replies=shown.replies,
        dissents=shown.dissents,
        older=shown.older,
        begins=after == 0,
        beside=there,
        sources=cited,
        people=_people(opening, there, cited),
        own_credit=own_credit(cited),
        rights=allowed,
        superseded_by=found.superseded_by,
        **_own(viewer, found, shown, allowed, version),
        **_panels(viewer, found),
    )


def _people(opening: Said, there: Beside, cited: list[Source]) -> tuple[Author, ...]:
    """Who wrote it first, then who revised it, then whose words it cites; each once."""
    every = (Author(*who) for who in (opening.author, *there.writers))
    return tuple({who.id: who for who in (*every, *credited(cited))}.values())


def _own(viewer: Viewer, found: Head, shown: Shown, allowed: Rights, version: int) -> dict[str, Any]:
    """What on the page is this reader's own."""
    belongs = found.community_id in viewer.memberships
    reads = reader(found.id, found.read_to, found.since, 0 if shown.older else found.last_number) if belongs else None
    return {
        "changed_since_read": _since_read(found, version),
        "changed_since_used": _since(found.seen.used, version),
        "draft": NOTHING if allowed.discuss else begin_here(viewer, "discuss", found.id, found.draft_id),
        "reader": reads,
        "new": _new(shown.replies, reads, viewer),
    }


def _since_read(found: Head, version: int) -> Since | None:
    """Against what was read before; for the length of a visit also where this version has been noted as read."""
    seen = found.seen
    if seen.number >= version and seen.at is not None and clock.now() - seen.at < ONE_VISIT:
        return _since(seen.before, version)
    return _since(seen.number, version)


def _since(number: int, version: int) -> Since | None:
    return Since(version - number, number) if 0 < number < version else None


def _new(replies: Sequence[Said], reads: Reader | None, viewer: Viewer) -> frozenset[int]:
    """The replies that came since the reader was here; none where all of it is new to them."""
    if reads is None or not reads.begun:
        return frozenset()
    others = (post for post in replies if not post.deleted and post.author.id != viewer.person_id)
    return frozenset(post.id for post in others if reads.is_new(post.number, post.created_at))


def _panels(viewer: Viewer, found: Head) -> dict[str, Any]:
    return {
        "evidence": panels.panel(panels.EVIDENCE, viewer, found),
        "uses": panels.panel(panels.USES, viewer, found),
        "library": panels.panel(panels.LIBRARY, viewer, found),
        "led_to": panels.panel(panels.LED_TO, viewer, found),
    }


def _contents(found: Head) -> list[Line]:
    if len(found.toc) < FEWEST:
        return []
    top = min(depth for _id, _title, depth in found.toc)
    return [Line(id_, title, depth > top) for id_, title, depth in found.toc if depth <= top + 1]


def _addressable(html: str) -> Markup:
    """Each heading ends with a link to itself."""
    link = r'\1\4 <a class="anchor" href="#\3" aria-hidden="true" tabindex="-1">#</a>\5'
    return stored(_HEADING.sub(link, str(html)))


def rights(viewer: Viewer, found: Any) -> Rights:
    """What the viewer may do with the practice; `found` is a `Head` or the item itself."""

    def may(permission: Permission) -> bool:
        return policy.allows(permission, viewer, found)

    discuss = policy.denial(Permission.REPLY, viewer, found)
    if viewer.person_id is None:
        return Rights(discuss, False, False, False, False, False, False, False, ())
    keeps = may(Permission.KEEP_PRACTICE)
    return Rights(
        discuss=discuss,
        revise=keeps and discuss is None,
        suggest=may(Permission.SUGGEST),
        keep=keeps,
        follow=may(Permission.FOLLOW),
        retag=may(Permission.RETAG),
        move=may(Permission.MOVE),
        lock=may(Permission.LOCK),
        moves=offered(viewer, found),
    )

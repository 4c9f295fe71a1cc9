"""The harvest page: a thread on the left, a draft on the right. At most twelve statements, whatever their length."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import NamedTuple

from lorehall.communities.places import Place, place
from lorehall.content import addresses
from lorehall.content.policy import visible
from lorehall.harvest.blocks import Section, sections, steps
from lorehall.harvest.models import Harvest
from lorehall.harvest.queries.thread import Thread, thread
from lorehall.kernel import clock, policy
from lorehall.kernel.errors import Hidden
from lorehall.kernel.policy import Denial, Permission
from lorehall.kernel.text.merge import is_marked
from lorehall.people.viewer import Viewer
from lorehall.practice import moves
from lorehall.practice.find import find_draft
from lorehall.practice.models import DraftSource, DraftVersion, DraftWriter, PracticeDraft, Stage
from lorehall.practice.policy import reviewers_wanted

HERE_FOR = timedelta(minutes=2)
"""Who saved within this time is writing here too."""
_CITED = re.compile(r"\[\^p(\d{1,18})\]")


class Source(NamedTuple):
    """A post that was chosen. `times`: how often the text cites it."""

    id: int
    number: int
    author: str
    title: str
    url: str
    times: int


class From(NamedTuple):
    """A thread that the draft takes from."""

    id: int
    title: str


@dataclass(frozen=True, slots=True)
class Desk:
    """All of the page. `write` is None where the viewer may, or says why not."""

    place: Place
    draft: PracticeDraft
    thread: Thread | None
    threads: Sequence[From]
    sources: Sequence[Source]
    sections: Sequence[Section]
    into: int
    """The section that posts go to where nobody says otherwise."""
    writers: Sequence[str]
    others: Sequence[str]
    write: Denial | None
    may_publish: bool
    may_send: bool
    """To those who review it."""
    marked: bool

    @property
    def url(self) -> str:
        return f"/harvest/{self.draft.pk}"

    @property
    def here(self) -> str:
        """The page again, with the thread that is being read."""
        return f"{self.url}?from={self.thread.id}" if self.thread else self.url


def desk(viewer: Viewer, draft_id: int, item_id: int = 0, after: int = 0) -> Desk:
    """The page; raises `Hidden` alike for a draft or a thread that is not there and one that may not be seen."""
    draft = find_draft(draft_id, viewer)
    here = place(viewer, community_id=draft.community_id)
    threads = threads_of(viewer, draft)
    found = sources(viewer, draft)
    shown = item_id or (threads[0].id if threads else 0)
    read = thread(viewer, shown, draft, {source.id for source in found}, after) if shown else None
    if read is None and item_id:
        raise Hidden
    return Desk(
        place=here,
        draft=draft,
        thread=read,
        threads=threads,
        sources=found,
        sections=sections(draft.source),
        into=steps(draft.source),
        writers=writers(draft),
        others=others(viewer, draft),
        write=(no := policy.denial(Permission.WRITE_DRAFT, viewer, draft)),
        may_publish=no is None and _may_publish(viewer, draft),
        may_send=no is None and (draft.stage, Stage.IN_REVIEW) in moves.STAGES,
        marked=is_marked(draft.source),
    )


def _may_publish(viewer: Viewer, draft: PracticeDraft) -> bool:
    """For who may write it. Asked of the policy where others look at it first, which costs more."""
    return not reviewers_wanted(draft.community_id) or policy.allows(Permission.PUBLISH, viewer, draft)


def threads_of(viewer: Viewer, draft: PracticeDraft) -> list[From]:
    """The threads that the draft takes from and the viewer may read, the newest first."""
    rows = Harvest.objects.filter(draft=draft, item__in=visible(viewer)).order_by("-at", "-pk")
    return [From(*row) for row in rows.values_list("item_id", "item__title")[:20]]


def sources(viewer: Viewer, draft: PracticeDraft) -> list[Source]:
    """What was chosen and the viewer may still read: first what the text cites, in its order."""
    order: dict[int, list[int]] = {}
    for at, found in enumerate(_CITED.finditer(draft.source)):
        order.setdefault(int(found[1]), []).append(at)
    rows = DraftSource.objects.filter(draft=draft, post__item__in=visible(viewer), post__deleted_at=None)
    fields = ("post_id", "post__number", "post__author__name", "post__item__title")
    address = ("post__item__kind", "post__item_id", "post__item__slug")
    out = []
    for post, number, author, title, kind, item, slug in rows.values_list(*fields, *address):
        url = addresses.of_post(kind, item, slug, post, number)
        out.append(Source(post, number, author, title, url, len(order.get(post, ()))))
    return sorted(out, key=lambda source: (order.get(source.id, [1 << 30])[0], source.id))


def writers(draft: PracticeDraft) -> list[str]:
    """Who writes it."""
    rows = DraftWriter.objects.filter(draft=draft).order_by("pk")
    return list(rows.values_list("person__name", flat=True)[:20])


def others(viewer: Viewer, draft: PracticeDraft) -> list[str]:
    """Who else saved it within the last minutes."""
    recent = DraftVersion.objects.filter(draft=draft, at__gte=clock.now() - HERE_FOR).exclude(by_id=viewer.id)
    return sorted(set(recent.values_list("by__name", flat=True)[:50]))

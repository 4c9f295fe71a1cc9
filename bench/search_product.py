"""The product's part of `bench.search`: bring a corpus in, and ask for what is close to a title."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from html import escape
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils import timezone

from lorehall.communities.models import Room
from lorehall.communities.rules import Opening, open_community
from lorehall.communities.viewers import viewer_of
from lorehall.content.index import ITEMS, POSTS
from lorehall.content.models import Format, ItemKind, PostRole
from lorehall.content.rules.bring import BroughtItem, BroughtPost
from lorehall.content.rules.tag import names
from lorehall.people.models import Person
from lorehall.people.rules import create_host
from lorehall.questions.rules.bring import BroughtQuestion, bring_questions
from lorehall.search.queries.similar import similar

if TYPE_CHECKING:
    from bench.search import Bench

CHUNK = 200
Ask = Callable[[str, int, datetime], Sequence[int]]


def _host() -> int:
    found = Person.objects.filter(is_host=True).first()
    return (found or create_host("Bench", "bench@bench.invalid", None)).pk


def _question(one: dict[str, Any], author: int, *, votes: bool) -> BroughtQuestion:
    at = datetime.fromisoformat(one["metadata"]["date"])
    at = at if at.tzinfo else timezone.make_aware(at, timezone.get_fixed_timezone(0))
    html = f"<p>{escape(one['text'])}</p>"
    useful = max(0, int(one["metadata"].get("score") or 0)) if votes else 0
    post = BroughtPost(one["_id"], PostRole.OPENING, author, at, html, html, Format.HTML, useful=useful)
    tags = names(" ".join(one["metadata"].get("tags", [])[:6]))
    return BroughtQuestion(BroughtItem(ItemKind.QUESTION, "", True, one["title"][:200], at, author, [post], tags=tags))


def bring(bench: Bench, *, votes: bool) -> tuple[int, dict[int, str], Ask]:
    """The community that it came into, the documents by item, and what asks."""
    host = _host()
    name = f"{bench.name} {'with' if votes else 'without'} votes"
    community = open_community(Opening(name, visibility="public", joining="open"), by=viewer_of(host))
    room = Room.objects.get(community=community, is_first=True)
    items: dict[int, str] = {}
    for start in range(0, len(bench.documents), CHUNK):
        chunk = bench.documents[start : start + CHUNK]
        with transaction.atomic():
            arrived = bring_questions(room, name, [_question(one, host, votes=votes) for one in chunk])
        items |= {arrived.where[one["_id"]][0]: one["_id"] for one in chunk}
    for table in (ITEMS, POSTS):
        table.take_stock()
    viewer = viewer_of(host)

    def ask(title: str, community_id: int, before: datetime) -> Sequence[int]:
        return [hit.item_id for hit in similar(viewer, title, community_id=community_id, before=before, size=10)]

    return community.pk, items, ask

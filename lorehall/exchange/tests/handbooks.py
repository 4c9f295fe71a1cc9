"""Folders of Markdown to import, and how they come in."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from lorehall.communities.viewers import viewer_of
from lorehall.content.models import Item, ItemTag, Post
from lorehall.exchange.markdown.run import Going, run
from lorehall.exchange.models import Page
from lorehall.exchange.report import Report
from lorehall.exchange.rules import room_for
from lorehall.library.models import Placement, Topic
from lorehall.people.models import Person
from lorehall.practice.models import Practice


def handbook(root: Path, pages: dict[str, str | bytes]) -> Path:
    """A folder with these files."""
    for path, text in pages.items():
        there = root / path
        there.parent.mkdir(parents=True, exist_ok=True)
        there.write_bytes(text if isinstance(text, bytes) else text.encode())
    return root


def bring(
    folder: Path,
    host: Person,
    *,
    community: str = "Handbook",
    source: str = "handbook",
    scratch: Path | None = None,
    **more: Any,
) -> Report:
    """Import a folder as the command does."""
    room = room_for(source, community, host)
    going = Going(room, viewer_of(host.pk), scratch or folder.parent / "scratch", source, author="The handbook", **more)
    return run(folder, going, lambda phase, done, total: None)


def item_of(path: str) -> Item:
    """What a file became."""
    return Item.objects.get(pk=Page.objects.get(path=path).pk)


def text_of(path: str) -> str:
    return Post.objects.get(item_id=item_of(path).pk, number=1).source


def html_of(path: str) -> str:
    return Post.objects.get(item_id=item_of(path).pk, number=1).html


def library(community_id: int) -> dict[str, Any]:
    """A library by what readers see of it: topics in their order, and pages by title."""
    topics = {topic.pk: topic for topic in Topic.objects.filter(community_id=community_id)}
    pages = {}
    for practice in Practice.objects.filter(item__community_id=community_id).select_related("item"):
        item = practice.item
        placement = Placement.objects.filter(item=item).first()
        trail = [name for name, _ in topics[placement.topic_id].trail] if placement else []
        tags = sorted(ItemTag.objects.filter(item=item).values_list("tag__slug", flat=True))
        said = Post.objects.get(item=item, number=1).source
        pages[item.title, tuple(trail)] = (said, practice.shape, tags, practice.review_on, item.state)
    trails = sorted(([name for name, _ in one.trail], one.position, one.about) for one in topics.values())
    return {"topics": trails, "pages": pages}

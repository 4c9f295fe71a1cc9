"""Give a library back as a folder that comes in again as the same.

One tree for what all members read. What is in a room for invited members is another tree, and only where the host
asks for it.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml
from django.conf import settings

from lorehall.communities.models import Access, Community, Room
from lorehall.content.models import Attachment, Item, ItemKind, ItemTag, Post
from lorehall.exchange.markdown import cited
from lorehall.exchange.markdown.front import Unclear, read_yaml
from lorehall.exchange.markdown.headings import called_elsewhere
from lorehall.exchange.markdown.installation import SOURCES, own_id
from lorehall.exchange.markdown.links import retarget
from lorehall.exchange.markdown.names import Names
from lorehall.exchange.markdown.walk import LISTING, Unreadable, read_text
from lorehall.kernel.errors import Refused
from lorehall.library.models import Collection, Entry, Placement, Topic
from lorehall.practice.models import Credit, Practice
from lorehall.uploads import store
from lorehall.uploads.models import Upload
from lorehall.uploads.names import in_address

CHUNK = 200
_HERE = re.compile(r"/(?:i|practice)/(\d{1,18})(?:/[a-z0-9-]*)?(?:#([a-z0-9-]{1,80}))?")
_FILE = re.compile(r"/files/([0-9a-f]{32})/[a-z0-9.-]{1,80}")
_WRITTEN = re.compile(r"[a-z0-9][a-z0-9./-]{0,480}\.[a-z0-9]{1,8}|[a-z0-9][a-z0-9./-]{0,480}")


@dataclass(slots=True)
class Exported:
    """What was written, and what could not be."""

    pages: int = 0
    files: int = 0
    topics: int = 0
    missing: list[str] = field(default_factory=list)


def export(community: Community, root: Path, *, private: bool = False) -> Exported:
    """Write the library; raises `Refused` for a folder with something else in it. One that an export wrote before is
    written anew, and what it wrote then goes.
    """
    _make_room(root)
    done = Exported()
    rooms = Room.objects.filter(community=community).order_by("position", "pk")
    _Tree(community, root, [room for room in rooms if room.access == Access.WHOLE], done).write(every_topic=True)
    for room in rooms if private else ():
        if room.access == Access.INVITED:
            below = root / "private" / room.slug
            _make_room(below)
            _Tree(community, below, [room], done).write(every_topic=False)
    return done


def _make_room(root: Path) -> None:
    root.mkdir(parents=True, exist_ok=True)
    if not any(root.iterdir()):
        return
    if not (root / LISTING).is_file():
        raise Refused("not_empty", f"{root} holds something else. Name a new folder, or one that an export wrote.")
    try:
        said = read_yaml(read_text(root, LISTING))
    except (Unclear, Unreadable) as error:
        raise Refused("not_empty", f"{root / LISTING} can't be read: {error.why}.") from error
    written = said.get("written")
    for path in written if isinstance(written, list) else []:
        if isinstance(path, str) and _WRITTEN.fullmatch(path) and ".." not in path:
            there = root / path
            if there.resolve().is_relative_to(root.resolve()) and not there.is_symlink():
                there.unlink(missing_ok=True)


class _Tree:
    """One folder: the practices of some rooms, by topic."""

    def __init__(self, community: Community, root: Path, rooms: list[Room], done: Exported) -> None:
        self.community, self.root, self.done = community, root, done
        self.items = Item.objects.filter(kind=ItemKind.PRACTICE, deleted_at=None, room__in=rooms).order_by("pk")
        self.rooms = rooms
        self.names = Names()
        self.folders: dict[int, str] = {}
        self.paths: dict[int, str] = {}
        self.tocs: dict[int, list[list[str | int]]] = {}
        self.written: list[str] = []
        self.beside: dict[tuple[str, str], str] = {}

    def write(self, *, every_topic: bool) -> None:
        topics = {topic.pk: topic for topic in Topic.objects.filter(community=self.community)}
        placed = dict(Placement.objects.filter(item__in=self.items).values_list("item_id", "topic_id"))
        ordered = list(_in_order(topics, None))
        for topic in ordered:
            self.folders[topic.pk] = self.names.free(self.folders.get(topic.parent_id or 0, ""), topic.name)
        for item_id, title in self.items.values_list("pk", "title"):
            folder = self.folders.get(placed.get(item_id, 0), "")
            self.paths[item_id] = self.names.free(folder, title, ".md")
        self.tocs = dict(Practice.objects.filter(item__in=self.items).values_list("pk", "toc"))
        ids = list(self.paths)
        for start in range(0, len(ids), CHUNK):
            self._pages(ids[start : start + CHUNK])
        used = {folder for path in self.paths.values() for folder in _above(path)}
        # What a topic of closed rooms alone is called, is theirs, too.
        empty = set(topics) - self._closed(topics) if every_topic else set()
        kept = [topic for topic in ordered if self.folders[topic.pk] in used or topic.pk in empty]
        self.done.topics += len(kept)
        self._listing(kept)

    def _closed(self, topics: dict[int, Topic]) -> set[int]:
        """The topics that hold what is not written here, they or a topic below them."""
        others = Placement.objects.filter(topic__community=self.community, item__deleted_at=None)
        closed: set[int] = set()
        for topic_id in others.exclude(item__in=self.items).values_list("topic_id", flat=True):
            above: int | None = topic_id
            while above is not None and above not in closed:
                closed.add(above)
                above = topics[above].parent_id
        return closed

    def _pages(self, ids: list[int]) -> None:
        practices = Practice.objects.filter(pk__in=ids).select_related("item__author", "steward").order_by("pk")
        posts = {post.item_id: post for post in Post.objects.filter(item_id__in=ids, number=1)}
        tags: dict[int, list[str]] = {}
        for item_id, slug in (
            ItemTag.objects.filter(item_id__in=ids).order_by("tag__slug").values_list("item_id", "tag__slug")
        ):
            tags.setdefault(item_id, []).append(slug)
        unnamed = set(
            Credit.objects.filter(practice_id__in=ids).exclude(unnamed_at=None).values_list("practice_id", "person_id")
        )
        held: dict[int, dict[str, Upload]] = {}
        for attached in Attachment.objects.filter(post__in=posts.values(), gone_at=None).select_related("upload"):
            held.setdefault(attached.post_id, {})[attached.upload.key] = attached.upload
        sources = cited.sources_of(ids)
        for practice in practices:
            post = posts[practice.pk]
            front = self._front(practice, tags.get(practice.pk, []), (practice.pk, practice.item.author_id) in unnamed)
            lines = sources.get(practice.pk, [])
            if lines:
                front["citations"] = [source.as_front() for source in lines]
            text = self._text(practice.pk, post, held.get(post.pk, {}))
            if lines:
                text += f"\n\n{SOURCES}\n\n" + "\n\n".join(source.as_note() for source in lines)
            head = yaml.safe_dump(front, allow_unicode=True, sort_keys=False, width=1_000_000)
            self._put(self.paths[practice.pk], f"---\n{head}---\n\n# {practice.item.title}\n\n{text}\n".encode())
            self.done.pages += 1

    def _front(self, practice: Practice, tags: list[str], unnamed: bool) -> dict[str, Any]:
        item = practice.item
        author = item.author.name if item.author.attributed else f"@{item.author.handle}"
        superseded = self.paths.get(practice.superseded_by_id or 0)
        said = {
            "lorehall": 1,
            "installation": own_id(),
            "id": item.pk,
            "title": item.title,
            "shape": practice.shape,
            "language": practice.language,
            "tags": tags,
            "state": item.state,
            "superseded_by": _relative(superseded, self.paths[item.pk]) if superseded else None,
            "steward": f"@{practice.steward.handle}" if practice.steward else None,
            "author": None if unnamed else author,
            "created": item.created_at.date(),
            "last_reviewed_on": practice.reviewed_at.date() if practice.reviewed_at else None,
            "review_on": practice.review_on,
            "level": practice.level,
        }
        return {name: value for name, value in said.items() if value not in (None, [])}

    def _text(self, item_id: int, post: Post, held: dict[str, Upload]) -> str:
        path = self.paths[item_id]

        def lead(written: str) -> str | None:
            if written.startswith("#s-"):
                return f"#{called_elsewhere(self.tocs[item_id], written[1:])}"
            if (file := _FILE.fullmatch(written)) and file[1] in held:
                return self._file(held[file[1]], posixpath.dirname(path))
            page = _HERE.fullmatch(written)
            if page and (there := self.paths.get(int(page[1]))):
                section = f"#{called_elsewhere(self.tocs[int(page[1])], page[2])}" if page[2] else ""
                return f"{_relative(there, path)}{section}"
            return f"{settings.URL}{written}" if written.startswith("/") and not written.startswith("//") else None

        return retarget(post.source, lead)

    def _file(self, upload: Upload, folder: str) -> str | None:
        """Beside the page, in `files/`: the largest form of a picture, or the file as it came."""
        name, dot, ending = in_address(upload.name, picture=bool(upload.width)).rpartition(".")
        if (folder, upload.key) in self.beside:
            return self.beside[folder, upload.key]
        there = store.find(upload.key, f"{upload.width}.webp" if upload.width else store.WHOLE)
        if there is None:
            self.done.missing.append(upload.name)
            return None
        below = f"{folder}/files" if folder else "files"
        path = self.names.free(below, name or ending, f".{ending}" if dot and name else "")
        self._put(path, there.read_bytes())
        self.done.files += 1
        self.beside[folder, upload.key] = f"files/{posixpath.basename(path)}"
        return self.beside[folder, upload.key]

    def _put(self, path: str, data: bytes) -> None:
        there = self.root / path
        there.parent.mkdir(parents=True, exist_ok=True)
        if there.is_symlink():
            raise Refused("not_empty", f"{there} is a symbolic link.")
        there.write_bytes(data)
        self.written.append(path)

    def _listing(self, topics: list[Topic]) -> None:
        said: dict[str, Any] = {
            "lorehall": 1,
            "community": self.community.name,
            "topics": [_without_empty(folder=self.folders[one.pk], name=one.name, about=one.about) for one in topics],
            "collections": list(self._collections()),
            "written": sorted(self.written),
        }
        text = yaml.safe_dump(said, allow_unicode=True, sort_keys=False, width=1_000_000)
        (self.root / LISTING).write_text(text, encoding="utf-8")

    def _collections(self) -> Iterator[dict[str, Any]]:
        for one in Collection.objects.filter(community=self.community, room__in=self.rooms).order_by("pk"):
            entries = Entry.objects.filter(collection=one).order_by("position", "pk")
            pages = [self.paths[item] for item in entries.values_list("item_id", flat=True) if item in self.paths]
            yield _without_empty(name=one.name, about=one.about, starter=one.starter, pages=pages)


def _in_order(topics: dict[int, Topic], parent: int | None) -> Iterator[Topic]:
    below = [topic for topic in topics.values() if topic.parent_id == parent]
    for topic in sorted(below, key=lambda one: (one.position, one.pk)):
        yield topic
        yield from _in_order(topics, topic.pk)


def _above(path: str) -> list[str]:
    parts = path.split("/")[:-1]
    return ["/".join(parts[: end + 1]) for end in range(len(parts))]


def _relative(path: str, page: str) -> str:
    return posixpath.relpath(path, posixpath.dirname(page) or ".")


def _without_empty(**said: Any) -> dict[str, Any]:
    return {name: value for name, value in said.items() if value or name == "pages"}

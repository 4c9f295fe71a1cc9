"""Uploads as texts hold them: which one may be served to whom, which a writer may put into a text, and one's own."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import reduce
from operator import or_
from typing import Any, NamedTuple

from django.db.models import Exists, OuterRef, Q, QuerySet

from lorehall.content import addresses
from lorehall.content.models import Attachment
from lorehall.content.policy import readable_texts
from lorehall.kernel.errors import Hidden
from lorehall.people.viewer import VISITOR, Viewer
from lorehall.uploads import queries as uploads
from lorehall.uploads.models import Upload

SIZE = 50
LENT: list[Callable[[Viewer], QuerySet[Any, int]]] = []
"""Asked for the ids of uploads that a viewer may see in what is no post yet, such as drafts that several write. The
house puts in what higher floors know.
"""
_held = Attachment.objects.filter(upload=OuterRef("pk"), gone_at=None)


class Served(NamedTuple):
    """An upload that the viewer may see. `open` says that everybody may."""

    key: str
    kind: str
    name: str
    media: str
    width: int
    open: bool


def find_file(key: str, viewer: Viewer) -> Served:
    """The upload: held by a text that the viewer may read, or held by none and the viewer's own. Raises `Hidden` alike
    for what is not there and what may not be seen, by the same statement. 1 statement.
    """
    seen = Exists(_held.filter(post__in=readable_texts(viewer)))
    everybody = Exists(_held.filter(post__in=readable_texts(VISITOR)))
    lent = [Q(pk__in=ids(viewer)) for ids in LENT] if viewer.signed_in else []
    found = Upload.objects.filter(reduce(or_, lent, seen | Q(~Exists(_held), person_id=viewer.id)), key=key)
    row = found.values_list("key", "kind", "name", "media", "width", everybody).first()
    if row is None:
        raise Hidden
    return Served(*row)


def holdable(keys: Iterable[str], community_id: int, *, by: Viewer, post_id: int | None) -> dict[str, uploads.Known]:
    """Of these uploads, by key, those that a text of this writer in this community may hold: brought by the writer, in
    the post that is edited already (or until an earlier edit), or seen by the writer elsewhere. 3 statements at most.
    """
    there = [file for file in uploads.named(keys) if file.community_id == community_id]
    others = [file.id for file in there if file.person_id != by.id]
    may: set[int] = set()
    if others:
        seen = Q(gone_at=None, post__in=readable_texts(by)) | Q(post_id=post_id or 0)
        may = set(Attachment.objects.filter(seen, upload_id__in=others).values_list("upload_id", flat=True))
        for ids in LENT:
            may |= set(ids(by).filter(upload_id__in=others))
    return {file.key: file for file in there if file.person_id == by.id or file.id in may}


class Use(NamedTuple):
    """A text that holds an upload."""

    title: str
    url: str


@dataclass(frozen=True, slots=True)
class Own:
    """An upload of the viewer's own, with the texts that hold it and that the viewer reads (`in_use` counts others)."""

    file: uploads.Known
    community: str
    made_at: datetime
    in_use: bool
    uses: tuple[Use, ...]


@dataclass(frozen=True, slots=True)
class OwnFiles:
    """A page of them, the newest first; `older` is the cursor to the next."""

    rows: tuple[Own, ...]
    older: int | None


def own_files(viewer: Viewer, *, before: int | None = None) -> OwnFiles:
    """What the viewer brought. 2 statements."""
    mine = Upload.objects.filter(person_id=viewer.id).order_by("-id")
    if before is not None:
        mine = mine.filter(pk__lt=before)
    fields = (*uploads.Known._fields, "community__name", "made_at", Exists(_held))
    rows = list(mine.values_list(*fields)[: SIZE + 1])
    uses = _uses([row[0] for row in rows], viewer)
    own = tuple(
        Own(uploads.Known(*known), community, made_at, held, tuple(uses.get(known[0], ())))
        for *known, community, made_at, held in rows[:SIZE]
    )
    return OwnFiles(own, own[-1].file.id if len(rows) > SIZE else None)


def _uses(upload_ids: list[int], viewer: Viewer) -> dict[int, list[Use]]:
    if not upload_ids:
        return {}
    held = Attachment.objects.filter(upload_id__in=upload_ids, gone_at=None, post__in=readable_texts(viewer))
    item = ("post__item__kind", "post__item_id", "post__item__slug", "post_id", "post__number", "post__item__title")
    uses: dict[int, list[Use]] = {}
    for upload_id, *where, title in held.order_by("-post_id").values_list("upload_id", *item).distinct():
        uses.setdefault(upload_id, []).append(Use(title, addresses.of_post(*where)))
    return uses

"""Bring a file; forget one."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from lorehall.communities.models import Community
from lorehall.kernel import clock, policy
from lorehall.kernel.errors import Hidden, Refused
from lorehall.kernel.policy import Permission
from lorehall.kernel.text import tidy_line
from lorehall.people.viewer import Viewer
from lorehall.uploads import jobs, limits, names, sizes, sniff, store
from lorehall.uploads.models import Upload, UploadKind

ALT_LENGTH = 500


@dataclass(frozen=True, slots=True)
class Brought:
    """A file as it came: its bytes, what its sender calls it, and what a picture shows, in words."""

    data: bytes
    name: str
    alt: str = ""


@dataclass(frozen=True, slots=True)
class Ready:
    """What is to be kept of it. A picture is encoded anew, any other file stays as it is."""

    kind: str
    media: str
    files: sizes.Files
    width: int = 0
    height: int = 0

    @property
    def size(self) -> int:
        """In bytes, of what is handed out."""
        return len(self.files[f"{self.width}.webp" if self.width else store.WHOLE])

    @property
    def work(self) -> int:
        """What it takes of the measure of a day."""
        return max(self.size, limits.PICTURE) if self.width else self.size


def bring(community_id: int, brought: Brought, *, by: Viewer) -> Upload:
    """Keep a file for a text in this community; until a text takes it in, nobody else sees it.

    Raises Hidden, Forbidden, or Refused on field `file`: empty, too big, no room left, a picture that can't be read.
    Work and disk come before the transaction, so what is killed half-way leaves a folder that no row knows of.
    """
    community = Community.objects.filter(pk=community_id).first()
    if community is None:
        raise Hidden
    policy.require(Permission.UPLOAD, by, community)
    limits.check(len(brought.data))
    limits.check_left(community_id, by.id, len(brought.data))
    ready = make_ready(brought.data)
    key = store.new_key()
    try:
        store.put(key, ready.files)
        return _write(key, community, brought, ready, by)
    except BaseException:
        store.remove(key)
        raise


def make_ready(data: bytes) -> Ready:
    """Decide by its first bytes what it is, and make a picture anew. Raises Refused."""
    if sniff.is_picture(data):
        return Ready(UploadKind.IMAGE, "image/webp", *sizes.first(data))
    if sniff.is_phone_picture(data):
        words = _("This kind of picture (HEIC) can’t be shown here. Save it as JPEG, and bring that.")
        raise Refused("no_picture", words, "file")
    return Ready(UploadKind.FILE, sniff.media(data), {store.WHOLE: data})


@transaction.atomic
def _write(key: str, community: Community, brought: Brought, ready: Ready, by: Viewer) -> Upload:
    limits.take(community.pk, by.id, ready.size, of_day=ready.work)
    upload = Upload.objects.create(
        key=key,
        community=community,
        person_id=by.id,
        kind=ready.kind,
        name=names.tidy(brought.name),
        media=ready.media,
        size=ready.size,
        width=ready.width,
        height=ready.height,
        alt=tidy_line(brought.alt)[:ALT_LENGTH],
        made_at=clock.now(),
    )
    if ready.kind == UploadKind.IMAGE:
        jobs.make_sizes.enqueue(upload.pk)
    return upload


def forget(upload: Upload) -> None:
    """Delete it with its files; whether it may go, its caller has asked. Inside the caller's transaction."""
    if Upload.objects.filter(pk=upload.pk).delete()[0]:
        limits.give_back(upload.community_id, upload.size)
        transaction.on_commit(lambda: store.remove(upload.key))

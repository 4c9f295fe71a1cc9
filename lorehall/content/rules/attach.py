"""Attach uploads to the texts that hold them; forget an upload that none holds."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from lorehall.content.models import Attachment, Post
from lorehall.content.writing import Written
from lorehall.kernel import clock
from lorehall.kernel.errors import Hidden, Refused
from lorehall.people.viewer import Viewer
from lorehall.uploads import rules as uploads
from lorehall.uploads.models import Upload


def attach(post_id: int, upload_ids: Sequence[int], at: datetime, *, aside: bool = False) -> None:
    """Let the text hold exactly these, inside the caller's transaction. What it held and no longer does is gone from
    its readers' sight; what was swept at this moment is passed over.
    """
    # First: this holds what was never used before, so that no sweep takes it.
    Upload.objects.filter(pk__in=upload_ids, used_at=None).update(used_at=at)
    held = Attachment.objects.filter(post_id=post_id, aside=aside)
    held.filter(gone_at=None).exclude(upload_id__in=upload_ids).update(gone_at=at)
    if not upload_ids:
        return
    held.filter(upload_id__in=upload_ids).exclude(gone_at=None).update(gone_at=None)
    there = Upload.objects.filter(pk__in=upload_ids).values_list("pk", flat=True)
    new = [Attachment(post_id=post_id, upload_id=upload_id, aside=aside, at=at) for upload_id in there]
    Attachment.objects.bulk_create(new, ignore_conflicts=True)


def attach_asides(item_id: int, *texts: Written) -> None:
    """The same for what stands beside an item's opening, such as what an asker tried."""
    held = [upload for text in texts for upload in text.uploads]
    opening = Attachment.objects.filter(post__item_id=item_id, post__number=1, aside=True)
    if held or opening.filter(gone_at=None).exists():
        attach(Post.objects.only("pk").get(item_id=item_id, number=1).pk, held, clock.now(), aside=True)


def forget(key: str, *, by: Viewer) -> None:
    """Delete an upload of one's own that no text holds; raises `Hidden`, or `Refused` while one does."""
    upload = Upload.objects.filter(key=key, person_id=by.id).first()
    if upload is None:
        raise Hidden
    in_use = Refused("in_use", _("A text holds this. Take it out of the text first."))
    try:
        with transaction.atomic():
            if Attachment.objects.filter(upload=upload, gone_at=None).exists():
                raise in_use
            uploads.forget(upload)
    except IntegrityError as error:  # a text took it in at this moment
        raise in_use from error

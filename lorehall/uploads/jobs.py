"""Making the other forms of a picture; sweeping what nobody uses."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import timedelta

import structlog
from django.db import transaction
from django.db.models import Sum
from django_tasks import task

from lorehall.kernel import clock
from lorehall.kernel.text import attached
from lorehall.uploads import limits, sizes, store
from lorehall.uploads.models import Day, Space, Upload

log = structlog.get_logger(__name__)
UNUSED = timedelta(hours=24)
AT_ONCE = 500
KEPT_BY: list[Callable[[], Iterable[str]]] = []
"""Asked before a sweep for texts that are not written down yet, such as drafts: the uploads that they name stay. The
house puts in what higher floors know.
"""


@task()
def make_sizes(upload_id: int) -> None:
    """The forms of a picture that its sender did not wait for. Safe to run twice; pages show the largest meanwhile."""
    upload = Upload.objects.filter(pk=upload_id).first()
    largest = store.find(upload.key, f"{upload.width}.webp") if upload else None
    if upload is None or largest is None:
        return
    if sent := store.find(upload.key, sizes.SENT):
        if frames := sizes.moving(sent.read_bytes()):
            store.put(upload.key, {sizes.MOVING: frames})
        store.drop(upload.key, sizes.SENT)
    store.put(upload.key, sizes.rest(largest.read_bytes()))


@task()
def sweep_uploads() -> int:
    """Nightly: what no text took in within a day, folders that no row knows, days long past; then count the room."""
    removed = _sweep_unused() + store.sweep(_known)
    Day.objects.filter(day__lt=clock.now().date() - timedelta(days=7)).delete()
    _recount()
    return removed


def _sweep_unused() -> int:
    removed, last = 0, 0
    kept = {key for texts in KEPT_BY for source in texts() for key in attached.named(source)}
    unused = Upload.objects.filter(used_at=None, made_at__lt=clock.now() - UNUSED).order_by("pk")
    while some := list(unused.filter(pk__gt=last)[:AT_ONCE]):
        last = some[-1].pk
        removed += sum(_remove(upload) for upload in some if upload.key not in kept)
    return removed


def _remove(upload: Upload) -> bool:
    """A text that takes it in at this moment changes its row first; then it stays."""
    with transaction.atomic():
        if not Upload.objects.filter(pk=upload.pk, used_at=None).delete()[0]:
            return False
        limits.give_back(upload.community_id, upload.size)
    store.remove(upload.key)
    return True


def _known(keys: list[str]) -> set[str]:
    return set(Upload.objects.filter(key__in=keys).values_list("key", flat=True))


def _recount() -> None:
    """Where somebody brings something meanwhile, the row is left to them."""
    counted = dict(Upload.objects.order_by().values_list("community_id").annotate(total=Sum("size")))
    for space in Space.objects.all():
        total = counted.get(space.community_id, 0)
        if space.taken != total and Space.objects.filter(pk=space.pk, taken=space.taken).update(taken=total):
            log.warning("count drifted", what="uploads_space.taken", kept=space.taken, counted=total)

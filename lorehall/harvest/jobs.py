"""Work for the night."""

from __future__ import annotations

from datetime import timedelta

from django.db.models import Max
from django.db.models.functions import TruncHour
from django_tasks import task

from lorehall.harvest.reckon import reckon_all
from lorehall.kernel import clock
from lorehall.practice.models import DraftVersion, Stage

DENSE = timedelta(days=1)
"""So long every version of a draft is kept; then each writer's last of each hour."""
ENDED = timedelta(days=30)
"""So long after its end a draft keeps its versions; then each writer's last one: whoever wrote it stays known, because
what they report of it counts as their own."""


@task()
def reckon_worth() -> int:
    """What is worth a practice."""
    return reckon_all()


@task()
def thin_versions() -> int:
    """Drafts are saved every few seconds. Who comes back after days merges with the version before: nothing is lost."""
    now = clock.now()
    ended = DraftVersion.objects.filter(
        draft__stage__in=[Stage.PUBLISHED, Stage.DROPPED], draft__changed_at__lt=now - ENDED
    )
    last = ended.order_by().values("draft", "by").annotate(last=Max("pk")).values("last")
    removed, _ = ended.exclude(pk__in=list(last.values_list("last", flat=True))).delete()
    old = DraftVersion.objects.filter(at__lt=now - DENSE).exclude(number=1)
    hours = old.order_by().annotate(hour=TruncHour("at")).values("draft", "by", "hour").annotate(last=Max("pk"))
    thinned, _ = old.exclude(pk__in=list(hours.values_list("last", flat=True))).delete()
    return removed + thinned

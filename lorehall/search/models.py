"""What search keeps for itself. The index of posts belongs to `content`, whose rules write it."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from lorehall.communities.models import Community
from lorehall.content.models import Item


class Close(models.Model):
    """An item is close to another, `place` 0 the closest. Worked out by a job; who may see what is asked on reading."""

    item = models.ForeignKey(Item, on_delete=models.CASCADE, related_name="+", db_index=False)
    to = models.ForeignKey(Item, on_delete=models.CASCADE, related_name="+")
    place = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["item", "place", "to"], name="close_once"),
            models.CheckConstraint(condition=~Q(item=F("to")), name="close_to_another"),
        ]


class Missed(models.Model):
    """Words that members looked for in a community and did not find. Who looked is kept nowhere. A coordinator
    settles it: dismissed, or asked as a question.
    """

    class How(models.TextChoices):
        DISMISSED = "dismissed"
        ASKED = "asked"

    community = models.ForeignKey(Community, on_delete=models.CASCADE, related_name="+", db_index=False)
    words = models.CharField(max_length=80)
    """Folded."""
    times = models.PositiveIntegerField(default=1)
    first_at = models.DateTimeField()
    last_at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True)
    settled_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    settled_how = models.CharField(max_length=10, choices=How, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["community", "words"], name="missed_once"),
            models.CheckConstraint(
                condition=Q(settled_at=None, settled_by=None, settled_how="") | Q(settled_at__isnull=False),
                name="missed_settled_whole",
            ),
        ]
        indexes = [models.Index(fields=["community", "-last_at", "-id"], name="missed_newest")]


class Spared(models.Model):
    """Somebody was about to ask, and what stood there already answered it."""

    item = models.ForeignKey(Item, on_delete=models.CASCADE, related_name="+", db_index=False)
    at = models.DateTimeField()
    submission = models.CharField(max_length=40, unique=True, null=True)
    """The form's one-time token: pressed twice counts once."""

    class Meta:
        indexes = [models.Index(fields=["item", "-at"], name="spared_newest")]

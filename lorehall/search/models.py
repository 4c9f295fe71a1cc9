"""What search keeps for itself. The index of posts belongs to `content`, whose rules write it."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

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

"""How far each member has read: the last number of each item, and what was there before they came."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from lorehall.communities.models import Room
from lorehall.content.models import Item

Person = settings.AUTH_USER_MODEL


class Read(models.Model):
    """A person has read an item up to the post `number`. It never falls, and is kept for ever."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+", db_index=False)
    item = models.ForeignKey(Item, on_delete=models.CASCADE, related_name="reads", db_index=False)
    number = models.PositiveIntegerField(default=0)
    behind = models.BooleanField(default=False)
    """It was unread when its room was settled: counting looks for it here instead of among the newer items."""

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "item"], name="read_once")]
        indexes = [models.Index(fields=["person", "item"], condition=Q(behind=True), name="read_behind")]


class Since(models.Model):
    """For a member, what was in a room at `at` counts as read. Without a row, it is what was there when they joined.

    `before` is what `at` was before everything was marked as read, to undo that. `settled` makes counting cheap:
    whatever was active before it is read, or marked as `behind`.
    """

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+", db_index=False)
    room = models.ForeignKey(Room, on_delete=models.CASCADE, related_name="+", db_index=False)
    at = models.DateTimeField()
    before = models.DateTimeField(null=True)
    settled = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "room"], name="since_once")]

"""What somebody wants to come back to."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from lorehall.content.models import Item, Post

NOTE_LENGTH = 280


class Bookmark(models.Model):
    """An item, or one post of it, that a person put by. `remind_on` is the day they named, `remind_at` the moment at
    which it begins for them; `reminded_at` says that the mail went out, so that there is never a second.
    """

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+", db_index=False)
    item = models.ForeignKey(Item, on_delete=models.CASCADE, related_name="+")
    post = models.ForeignKey(Post, on_delete=models.CASCADE, null=True, related_name="+")
    note = models.CharField(max_length=NOTE_LENGTH, blank=True)
    made_at = models.DateTimeField()
    remind_on = models.DateField(null=True)
    remind_at = models.DateTimeField(null=True)
    reminded_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "item"], condition=Q(post=None), name="bookmark_item_once"),
            models.UniqueConstraint(
                fields=["person", "post"], condition=Q(post__isnull=False), name="bookmark_post_once"
            ),
            models.CheckConstraint(
                condition=Q(remind_on=None, remind_at=None) | Q(remind_on__isnull=False, remind_at__isnull=False),
                name="bookmark_day_has_its_moment",
            ),
        ]
        indexes = [
            models.Index(fields=["person", "-id"], name="bookmark_newest"),
            models.Index(fields=["person", "remind_at"], name="bookmark_next"),
            models.Index(fields=["remind_at"], condition=Q(reminded_at=None), name="bookmark_due"),
        ]

"""What pages say of themselves, once for each address, and in which posts that is shown."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from lorehall.content.models import Post

Person = settings.AUTH_USER_MODEL
KEY_LENGTH = 32


class Preview(models.Model):
    """One address. `title` is empty until something came of asking; `next_at` is when to ask (again)."""

    key = models.CharField(max_length=KEY_LENGTH, unique=True)
    url = models.CharField(max_length=2000)
    title = models.CharField(max_length=200, blank=True)
    text = models.CharField(max_length=300, blank=True)
    site = models.CharField(max_length=80, blank=True)
    picture = models.CharField(max_length=80, blank=True)
    fetched_at = models.DateTimeField(null=True)
    next_at = models.DateTimeField()
    failures = models.PositiveSmallIntegerField(default=0)

    class Meta:
        indexes = [
            models.Index(fields=["next_at"], name="preview_due"),
            models.Index(fields=["picture"], condition=~Q(picture=""), name="preview_picture"),
        ]


class Card(models.Model):
    """A preview in a post. Nobody learns from another post whether an address was asked before: a card exists only
    once a job has looked at this one. Hidden ones stay, so that an edit does not bring them back.
    """

    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="+", db_index=False)
    preview = models.ForeignKey(Preview, on_delete=models.CASCADE, related_name="cards")
    hidden_at = models.DateTimeField(null=True)
    hidden_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["post", "preview"], name="card_once")]

"""What somebody has begun to write and not sent."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q


class Draft(models.Model):
    """A form as it was last kept. `verb` and `target` say what is written (`kinds.KINDS`); `number` tells several
    drafts of the same thing apart: 0 is the one that its form opens with, those thrown away have a negative one.
    """

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+", db_index=False)
    verb = models.CharField(max_length=16)
    target = models.BigIntegerField()
    number = models.BigIntegerField(default=0)
    fields = models.JSONField()
    """The form's fields by name, each with all of its values."""
    version = models.PositiveIntegerField(default=1)
    """Counts every change; who writes names the version that they started from."""
    token = models.CharField(max_length=40, blank=True)
    """The one-time token of the form that wrote last."""
    saved_at = models.DateTimeField()
    device = models.CharField(max_length=80, blank=True)
    thrown_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "verb", "target", "number"], name="draft_once"),
            models.CheckConstraint(
                condition=Q(thrown_at=None, number__gte=0) | Q(thrown_at__isnull=False, number__lt=0),
                name="draft_thrown_away_makes_room",
            ),
        ]
        indexes = [models.Index(fields=["saved_at"], name="draft_oldest")]

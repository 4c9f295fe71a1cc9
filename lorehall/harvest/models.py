"""What is made into practices: which draft was begun from which thread, what would be worth it, and what was said of
that.
"""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from lorehall.communities.models import Community
from lorehall.content.models import Item
from lorehall.practice.models import PracticeDraft

Person = settings.AUTH_USER_MODEL
NOTE_LENGTH = 280


class Harvest(models.Model):
    """A draft takes from a thread: a question or a conversation."""

    draft = models.ForeignKey(PracticeDraft, on_delete=models.CASCADE, related_name="+", db_index=False)
    item = models.ForeignKey(Item, on_delete=models.CASCADE, related_name="+")
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["draft", "item"], name="harvest_once")]


class Worth(models.Model):
    """How much a thread would be worth as a practice, and why. Worked out by `worth.py` alone; a thread that is worth
    little has no row.
    """

    item = models.OneToOneField(Item, on_delete=models.CASCADE, primary_key=True, related_name="+")
    community = models.ForeignKey(Community, on_delete=models.CASCADE, related_name="+", db_index=False)
    worth = models.PositiveIntegerField()
    reasons = models.JSONField(default=dict)
    """The counts that it was worked out from, by the name of the reason."""

    class Meta:
        indexes = [models.Index(fields=["community", "-worth", "-item"], name="worth_most")]


class Verdict(models.Model):
    """A steward said of a thread that it is not worth a practice, or which one it is in already. One stands at a time;
    those that were taken back stay, ended.
    """

    class Says(models.TextChoices):
        NOT_WORTH_IT = "not_worth", _("Not worth it")
        ALREADY_IN = "already_in", _("Already in a practice")

    item = models.ForeignKey(Item, on_delete=models.CASCADE, related_name="+")
    says = models.CharField(max_length=10, choices=Says)
    practice = models.ForeignKey(Item, on_delete=models.SET_NULL, null=True, related_name="+")
    """Which one it is in; None also where that one is gone."""
    note = models.CharField(max_length=NOTE_LENGTH, blank=True)
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["item"], condition=Q(ended_at=None), name="verdict_stands_once"),
            models.CheckConstraint(
                condition=Q(says="already_in") | Q(practice=None), name="verdict_names_a_practice_or_none"
            ),
        ]

"""The learning agenda: each question of the charter, what belongs to it, and what has been learned."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from lorehall.communities.models import Community
from lorehall.content.models import Item

Person = settings.AUTH_USER_MODEL
LEARNED_LENGTH = 600


class AgendaQuestion(models.Model):
    """A question as the charter asks it. `gone_at` says since when the charter no longer does; what belongs to it
    stays, and is there again when it is asked again.
    """

    community = models.ForeignKey(Community, on_delete=models.CASCADE, related_name="+", db_index=False)
    text = models.CharField(max_length=200)
    position = models.PositiveSmallIntegerField()
    asked_at = models.DateTimeField()
    gone_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    closed_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    learned = models.CharField(max_length=LEARNED_LENGTH, blank=True)
    """In a sentence or two; read by whoever reads the charter."""
    practice = models.ForeignKey(Item, on_delete=models.SET_NULL, null=True, related_name="+")
    """What the community does since then."""

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["community", "text"], name="agenda_question_once"),
            models.CheckConstraint(
                condition=Q(closed_at=None, closed_by=None) | Q(closed_at__isnull=False, closed_by__isnull=False),
                name="agenda_closed_by_somebody",
            ),
        ]


class Attached(models.Model):
    """Somebody says that an item belongs to a question of the agenda."""

    question = models.ForeignKey(AgendaQuestion, on_delete=models.CASCADE, related_name="attached", db_index=False)
    item = models.ForeignKey(Item, on_delete=models.CASCADE, related_name="+")
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["question", "item"], name="agenda_attached_once")]

"""What composed pages keep for themselves."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from lorehall.communities.models import Community


class Visit(models.Model):
    """When a member was last at a community's home, and the time before that: "Since Thursday: …"."""

    community = models.ForeignKey(Community, on_delete=models.CASCADE, related_name="+", db_index=False)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField()
    before = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["community", "person"], name="visit_once")]

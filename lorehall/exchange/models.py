"""What came from where."""

from __future__ import annotations

from django.db import models

from lorehall.communities.models import Room


class Import(models.Model):
    """A source that came into a room: once begun, later runs of the same source go on with it."""

    source = models.CharField(max_length=100)
    room = models.ForeignKey(Room, on_delete=models.CASCADE, related_name="+")
    began_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["source"], name="import_once_a_source")]

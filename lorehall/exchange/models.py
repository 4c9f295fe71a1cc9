"""What came from where."""

from __future__ import annotations

from django.db import models

from lorehall.communities.models import Room
from lorehall.content.models import Item
from lorehall.uploads.models import Upload


class Import(models.Model):
    """A source that came into a room: once begun, later runs of the same source go on with it."""

    source = models.CharField(max_length=100)
    room = models.ForeignKey(Room, on_delete=models.CASCADE, related_name="+")
    began_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["source"], name="import_once_a_source")]


class Page(models.Model):
    """A page of a folder that came in as a practice, as it was when it came last: what changed since in the file, and
    what changed here, can be told apart. `source` and `key` are those of its `content.Origin`.
    """

    item = models.OneToOneField(Item, on_delete=models.CASCADE, primary_key=True, related_name="+")
    source = models.CharField(max_length=100)
    key = models.CharField(max_length=40)
    path = models.CharField(max_length=500)
    title = models.CharField(max_length=200)
    text = models.TextField()
    """With its links as they are here."""
    tags = models.JSONField(default=list)
    review_on = models.DateField(null=True)
    """What the file said; None where it said nothing."""
    state = models.CharField(max_length=12, blank=True)
    topic = models.CharField(max_length=500, blank=True)
    """The folder, as the file's place said it."""
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["source", "key"], name="imported_page_once")]


class File(models.Model):
    """A file of a folder that a page holds: brought again only when its bytes changed."""

    source = models.CharField(max_length=100)
    key = models.CharField(max_length=40)
    digest = models.CharField(max_length=40)
    upload = models.ForeignKey(Upload, on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["source", "key"], name="imported_file_once")]

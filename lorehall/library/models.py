"""How practices are found without searching: a map of topics, collections in an order, and terms that are explained
where they stand.
"""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from lorehall.communities.models import Community, Room
from lorehall.content.models import Item

Person = settings.AUTH_USER_MODEL
NAME_LENGTH = 80
ABOUT_LENGTH = 500


class Topic(models.Model):
    """A branch of a community's topic map. Its names are the community's; what hangs on it is seen by its room."""

    community = models.ForeignKey(Community, on_delete=models.CASCADE, related_name="+", db_index=False)
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="children")
    position = models.PositiveIntegerField()
    name = models.CharField(max_length=NAME_LENGTH)
    slug = models.CharField(max_length=NAME_LENGTH)
    about = models.CharField(max_length=ABOUT_LENGTH, blank=True)
    trail = models.JSONField(default=list)
    """The way to it, itself last, as [name, slug]: written with every change of the map."""

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["community", "slug"], name="topic_once"),
            models.CheckConstraint(condition=Q(parent=None) | ~Q(parent=F("id")), name="topic_below_another"),
        ]


class Placement(models.Model):
    """Where a practice stands in the map: at one place, or at none."""

    item = models.OneToOneField(Item, on_delete=models.CASCADE, primary_key=True, related_name="placement")
    topic = models.ForeignKey(Topic, on_delete=models.CASCADE, related_name="placements")
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField()


class Collection(models.Model):
    """Practices in a chosen order, to be gone through. Seen by whoever reads its room."""

    community = models.ForeignKey(Community, on_delete=models.CASCADE, related_name="+", db_index=False)
    room = models.ForeignKey(Room, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=NAME_LENGTH)
    slug = models.CharField(max_length=NAME_LENGTH)
    about = models.CharField(max_length=ABOUT_LENGTH, blank=True)
    starter = models.BooleanField(default=False)
    """What newcomers are shown first."""
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["community", "slug"], name="collection_once"),
            models.UniqueConstraint(fields=["community"], condition=Q(starter=True), name="collection_one_starter"),
        ]


class Entry(models.Model):
    """A practice in a collection."""

    collection = models.ForeignKey(Collection, on_delete=models.CASCADE, related_name="entries", db_index=False)
    item = models.ForeignKey(Item, on_delete=models.CASCADE, related_name="+")
    position = models.PositiveIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["collection", "item"], name="entry_once")]


class Done(models.Model):
    """A member says that they went through a page of a collection. Nobody else sees it."""

    entry = models.ForeignKey(Entry, on_delete=models.CASCADE, related_name="done", db_index=False)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["entry", "person"], name="done_once")]


class Term(models.Model):
    """What a glossary entry explains, and what it is called: read out of its text whenever that changes."""

    item = models.OneToOneField(Item, on_delete=models.CASCADE, primary_key=True, related_name="term")
    names = models.JSONField(default=list)
    means = models.CharField(max_length=ABOUT_LENGTH, blank=True)

"""What people chose, and which polls were ended early. The poll itself stands in its post's text."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from lorehall.content.models import Post

Person = settings.AUTH_USER_MODEL


class Ballot(models.Model):
    """One person's choices in one poll: the keys of the choices, in the person's order, parted by spaces.

    There is one row for each person and poll, so that two votes at once leave one of them. With closed voters the
    person stands here for that reason alone, and nothing reads it but their own page. No time is kept: who was there
    when a count changed must not say what they chose.
    """

    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="+", db_index=False)
    poll = models.CharField(max_length=16)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+", db_index=False)
    choices = models.CharField(max_length=260)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["post", "poll", "person"], name="ballot_once")]
        indexes = [models.Index(fields=["person"], name="ballot_by_person")]


class Ending(models.Model):
    """A poll was ended before its time. Opening it again removes the row; the facts remember both."""

    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="+", db_index=False)
    poll = models.CharField(max_length=16)
    at = models.DateTimeField()
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", db_index=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["post", "poll"], name="poll_ended_once")]

"""A question and what becomes of it. Its `Item.state` is one of `State`."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from lorehall.communities.models import Community
from lorehall.content.models import Item, Post, Tag

Person = settings.AUTH_USER_MODEL


class State(models.TextChoices):
    OPEN = "open", _("Open")
    CLARIFYING = "clarifying", _("Clarifying")
    ANSWERED = "answered", _("Answered")
    CONFIRMED = "confirmed", _("Confirmed")
    DUPLICATE = "duplicate", _("Duplicate")


class Question(models.Model):
    item = models.OneToOneField(Item, on_delete=models.CASCADE, primary_key=True, related_name="question")
    tried_source = models.TextField(blank=True)
    tried_html = models.TextField(blank=True)
    deciding_source = models.TextField(blank=True)
    deciding_html = models.TextField(blank=True)
    by_when = models.DateField(null=True)
    too_count = models.PositiveIntegerField(default=0)
    first_answer_at = models.DateTimeField(null=True)


class Confirmation(models.Model):
    """An answer worked: said by the asker, or by a coordinator with a reason. Withdrawn ones stay, ended."""

    question = models.ForeignKey(Question, on_delete=models.CASCADE, related_name="confirmations", db_index=False)
    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="confirmations")
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    reason = models.CharField(max_length=280, blank=True)
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["question"], condition=Q(ended_at=None), name="confirmation_stands_once")
        ]


class Clarification(models.Model):
    """Somebody asked the asker for detail, in the reply `post`; ended when the asker edits or replies."""

    question = models.ForeignKey(Question, on_delete=models.CASCADE, related_name="clarifications", db_index=False)
    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="+")
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["question"], condition=Q(ended_at=None), name="clarification_stands_once")
        ]


class Duplicate(models.Model):
    """A question was asked before; `of` gathers the answers of both."""

    question = models.OneToOneField(Question, on_delete=models.CASCADE, primary_key=True, related_name="duplicate")
    of = models.ForeignKey(Question, on_delete=models.CASCADE, related_name="duplicates")
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(question=F("of")), name="duplicate_of_another")]


class HaveToo(models.Model):
    question = models.ForeignKey(Question, on_delete=models.CASCADE, related_name="+", db_index=False)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["question", "person"], name="have_too_once")]


class LoggedAnswer(models.Model):
    """An answer that was given elsewhere, written down by a coordinator, with who gave it and where."""

    post = models.OneToOneField(Post, on_delete=models.CASCADE, primary_key=True, related_name="logged")
    given_by = models.CharField(max_length=120)
    where = models.CharField(max_length=200, blank=True)
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()


class Helped(models.Model):
    """How many confirmed answers a person gave in a community, in rooms for the whole of it."""

    community = models.ForeignKey(Community, on_delete=models.CASCADE, related_name="+", db_index=False)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    confirmed = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["community", "person"], name="helped_once")]


class HelpedOn(models.Model):
    """The same, by tag."""

    tag = models.ForeignKey(Tag, on_delete=models.CASCADE, related_name="+", db_index=False)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    confirmed = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["tag", "person"], name="helped_on_once")]
        indexes = [models.Index(fields=["tag", "-confirmed"], name="helped_on_most")]

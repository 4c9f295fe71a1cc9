"""Reports of use, and what follows from them: who confirmed one, how a practice's level moved, who is asked.

The words of a report are a post of the practice, of the role "report", so that who sees it, its revisions and its
deletion are the spine's. `Practice.level` and `Practice.evidence` are written by `rules/settle.py` alone.
"""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from lorehall.communities.models import Community
from lorehall.content.models import Post
from lorehall.practice.models import Level, Practice

Person = settings.AUTH_USER_MODEL
KEY_LENGTH = 300
LINK_LENGTH = 300


class Outcome(models.TextChoices):
    USED = "used", _("Used as written")
    ADAPTED = "adapted", _("Adapted")
    DID_NOT_WORK = "failed", _("Did not work")
    DECIDED_AGAINST = "declined", _("Decided against")


WORKED = frozenset({Outcome.USED, Outcome.ADAPTED})


class Report(models.Model):
    """Somebody used a practice, in a context, and says what came of it."""

    post = models.OneToOneField(Post, on_delete=models.CASCADE, primary_key=True, related_name="report")
    practice = models.ForeignKey(Practice, on_delete=models.CASCADE, related_name="reports", db_index=False)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", db_index=False)
    outcome = models.CharField(max_length=8, choices=Outcome)
    context = models.JSONField(default=list)
    """What was said about where it was used, as [a field's key, what was typed], in the order of the fields."""
    context_key = models.CharField(max_length=KEY_LENGTH, blank=True)
    """What tells one context from another, folded; "" where nothing was said."""
    changed = models.TextField(blank=True)
    """What was changed: the beginning of the post's source, so that the form can part the two again."""
    link = models.CharField(max_length=LINK_LENGTH, blank=True)
    """Where the effect can be looked at."""
    quotable = models.BooleanField(default=False)
    own = models.BooleanField(default=False)
    """Whoever reports had written the text, or kept it, by then."""
    version = models.PositiveIntegerField(default=1)
    """The version of the practice that was used."""
    at = models.DateTimeField()
    changed_at = models.DateTimeField()
    """When its outcome or context last changed."""
    addressed_at = models.DateTimeField(null=True)
    addressed_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    addressed_in = models.PositiveIntegerField(null=True)
    """The version of the practice that says where it does not fit."""

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(addressed_at=None, addressed_in=None)
                | Q(addressed_at__isnull=False, addressed_in__isnull=False),
                name="report_addressed_in_a_version",
            ),
            models.CheckConstraint(
                condition=Q(addressed_at=None) | Q(outcome=Outcome.DID_NOT_WORK), name="report_addressed_is_a_failure"
            ),
        ]
        indexes = [
            models.Index(fields=["practice", "-post"], name="report_newest"),
            models.Index(fields=["practice", "context_key", "-post"], name="report_by_context"),
            models.Index(fields=["person", "practice"], name="report_by_person"),
            models.Index(fields=["changed_at"], name="report_by_age"),
        ]


class ReportVersion(models.Model):
    """What a report said beside its words before it was amended; the words are the post's revisions."""

    report = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="versions", db_index=False)
    number = models.PositiveIntegerField()
    outcome = models.CharField(max_length=8, choices=Outcome)
    context = models.JSONField(default=list)
    link = models.CharField(max_length=LINK_LENGTH, blank=True)
    quotable = models.BooleanField(default=False)
    ended_at = models.DateTimeField()
    ended_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", db_index=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["report", "number"], name="report_version_once")]


class ReportConfirmation(models.Model):
    """A second member says that a report is so."""

    report = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="confirmations", db_index=False)
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["report", "by"], name="report_confirmation_once")]


class LevelChange(models.Model):
    """A practice's level moved, and the numbers that moved it."""

    practice = models.ForeignKey(Practice, on_delete=models.CASCADE, related_name="+", db_index=False)
    was = models.CharField(max_length=10, choices=Level)
    now = models.CharField(max_length=10, choices=Level)
    at = models.DateTimeField()
    by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    """Whose act it followed from; None where time did it, or another threshold."""
    why = models.JSONField(default=dict)

    class Meta:
        indexes = [models.Index(fields=["practice", "-id"], name="level_change_newest")]


class Decision(models.Model):
    """A coordinator records that a proven practice is the community's standard, and who decided so."""

    practice = models.ForeignKey(Practice, on_delete=models.CASCADE, related_name="decisions", db_index=False)
    text = models.CharField(max_length=1000)
    names = models.CharField(max_length=300)
    """Who decided, as they are called."""
    decided_on = models.DateField()
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    ended_for = models.CharField(max_length=280, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["practice"], condition=Q(ended_at=None), name="decision_standing_once")
        ]
        indexes = [models.Index(fields=["practice", "-id"], name="decision_newest")]


class EvidenceRules(models.Model):
    """How a community weighs reports, and what it asks about where a practice was used. Without a row, the usual."""

    community = models.OneToOneField(Community, on_delete=models.CASCADE, primary_key=True, related_name="+")
    thresholds = models.JSONField(default=dict)
    fields = models.JSONField(default=list)
    """What is asked, as [key, label, tells contexts apart]."""
    changed_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", db_index=False)
    changed_at = models.DateTimeField()


class Ask(models.Model):
    """Somebody is asked by mail how a practice went: 7 and 60 days after `at`, and never a third time."""

    class Why(models.TextChoices):
        BOOKMARKED = "bookmarked", _("You put it by")
        WILL_TRY = "will_try", _("You said that you would try it")
        ANSWERED = "answered", _("It holds the answer that worked for you")

    class End(models.TextChoices):
        REPORTED = "reported", _("Reported")
        DECLINED = "declined", _("Asked not to be asked again")
        ASKED_TWICE = "asked_twice", _("Asked twice")
        GONE = "gone", _("Nothing to ask about any more")

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+", db_index=False)
    practice = models.ForeignKey(Practice, on_delete=models.CASCADE, related_name="+")
    why = models.CharField(max_length=10, choices=Why)
    at = models.DateTimeField()
    next_at = models.DateTimeField(null=True)
    """When the next letter is due; None once it ended."""
    first_sent_at = models.DateTimeField(null=True)
    second_sent_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    end = models.CharField(max_length=11, choices=End, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "practice"], name="ask_once"),
            models.CheckConstraint(
                condition=Q(ended_at=None, next_at__isnull=False) | Q(ended_at__isnull=False, next_at=None),
                name="ask_ended_is_not_due",
            ),
        ]
        indexes = [models.Index(fields=["next_at"], condition=Q(ended_at=None), name="ask_due")]


class Unasked(models.Model):
    """Who wants no letters that ask how a practice went."""

    person = models.OneToOneField(Person, on_delete=models.CASCADE, primary_key=True, related_name="+")
    at = models.DateTimeField()

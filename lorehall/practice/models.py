"""What a community knows: practices, the drafts they come from, who keeps them true, and what others would change.

A practice is an `Item` from its first publication on; its text is the item's opening post, and its versions are that
post's revisions. What is not published yet is a `PracticeDraft`, which no list, count or search of items can show.
"""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from lorehall.communities.models import Community, Room
from lorehall.content.models import Item, Post
from lorehall.uploads.models import Upload

Person = settings.AUTH_USER_MODEL
REASON_LENGTH = 200


class State(models.TextChoices):
    """`Item.state` of a practice. What comes before the first publication is `Stage` of its draft."""

    CURRENT = "current", _("Current")
    REVIEW_DUE = "review_due", _("Review due")
    OUTDATED = "outdated", _("Outdated")
    SUPERSEDED = "superseded", _("Superseded")
    RETIRED = "retired", _("Retired")


class Stage(models.TextChoices):
    DRAFT = "draft", _("Draft")
    IN_REVIEW = "in_review", _("In review")
    PUBLISHED = "published", _("Published")
    DROPPED = "dropped", _("Dropped")


class Shape(models.TextChoices):
    """What sort of page it is: each begins from a template of the community's."""

    PRACTICE = "practice", _("Practice")
    CHECKLIST = "checklist", _("Checklist")
    HOW_TO = "how_to", _("How-to")
    GLOSSARY = "glossary", _("Glossary entry")
    LESSON = "lesson", _("Lesson learned")
    TOOL = "tool", _("Tool")
    STORY = "story", _("Story")


class Level(models.TextChoices):
    """How well a practice is borne out. Computed from reports of use, never typed in; in this order."""

    IDEA = "idea", _("Idea")
    TRIED = "tried", _("Tried")
    PROMISING = "promising", _("Promising")
    PROVEN = "proven", _("Proven")
    STANDARD = "standard", _("Standard")


class Reviewers(models.TextChoices):
    """Who looks at a draft before it is published, and at a change before it stands."""

    NONE = "none", _("Nobody: who writes publishes")
    ONE = "one", _("One steward")
    TWO = "two", _("Two stewards")


class Customs(models.Model):
    """How a community keeps its library. Without a row, the defaults."""

    community = models.OneToOneField(Community, on_delete=models.CASCADE, primary_key=True, related_name="+")
    reviewers = models.CharField(max_length=4, choices=Reviewers, default=Reviewers.NONE)
    review_months = models.PositiveSmallIntegerField(default=12)
    changed_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    changed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(review_months__gte=1, review_months__lte=60), name="customs_review_in_months"
            )
        ]


class Template(models.Model):
    """A community's own beginning for pages of a shape; without a row, the built-in one."""

    community = models.ForeignKey(Community, on_delete=models.CASCADE, related_name="+", db_index=False)
    shape = models.CharField(max_length=10, choices=Shape)
    source = models.TextField()
    changed_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    changed_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["community", "shape"], name="template_once")]


class Practice(models.Model):
    """What an item of the kind "practice" has beside its title, tags and opening."""

    item = models.OneToOneField(Item, on_delete=models.CASCADE, primary_key=True, related_name="practice")
    shape = models.CharField(max_length=10, choices=Shape, default=Shape.PRACTICE)
    language = models.CharField(max_length=12, default="en")
    translates = models.ForeignKey("self", on_delete=models.SET_NULL, null=True, related_name="translations")
    toc = models.JSONField(default=list)
    """Its sections as [id, title, depth], in their order."""
    steward = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    """None while it is offered around."""
    stewarded_at = models.DateTimeField(null=True)
    review_on = models.DateField(null=True)
    reviewed_at = models.DateTimeField(null=True)
    reviewed_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    asked_at = models.DateTimeField(null=True)
    """When its steward was asked whether it is still right; None once that is answered."""
    told_at = models.DateTimeField(null=True)
    """When the coordinators were told that nobody answered."""
    state_at = models.DateTimeField()
    state_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", db_index=False)
    state_reason = models.CharField(max_length=REASON_LENGTH, blank=True)
    superseded_by = models.ForeignKey(Item, on_delete=models.PROTECT, null=True, related_name="supersedes")
    level = models.CharField(max_length=10, choices=Level, default=Level.IDEA)
    level_at = models.DateTimeField()
    evidence = models.JSONField(default=dict)
    """What the level was computed from, as numbers, for the sentence on the page. Written by `reports` alone."""
    used_count = models.PositiveIntegerField(default=0)
    """How many different people report that they used it."""
    failed_count = models.PositiveIntegerField(default=0)
    readers_count = models.PositiveIntegerField(default=0)
    """How many members have read it."""

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(superseded_by=None) | ~Q(superseded_by=F("item")), name="practice_superseded_by_another"
            ),
        ]
        indexes = [
            models.Index(fields=["review_on", "item"], name="practice_by_review"),
            models.Index(fields=["steward", "review_on"], name="practice_by_steward"),
        ]


class StateChange(models.Model):
    """Who moved a practice from which state to which, and why."""

    practice = models.ForeignKey(Practice, on_delete=models.CASCADE, related_name="moves", db_index=False)
    was = models.CharField(max_length=12, blank=True)
    now = models.CharField(max_length=12)
    by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    """None where a date did it."""
    reason = models.CharField(max_length=REASON_LENGTH, blank=True)
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["practice", "-id"], name="state_change_newest")]


class PracticeDraft(models.Model):
    """A practice that is not published yet. Seen by those who write it and by the community's stewards and
    coordinators, as far as they read its room.
    """

    community = models.ForeignKey(Community, on_delete=models.CASCADE, related_name="+", db_index=False)
    room = models.ForeignKey(Room, on_delete=models.PROTECT, related_name="+")
    shape = models.CharField(max_length=10, choices=Shape, default=Shape.PRACTICE)
    language = models.CharField(max_length=12, default="en")
    title = models.CharField(max_length=200, blank=True)
    source = models.TextField(blank=True)
    tags = models.CharField(max_length=200, blank=True)
    stage = models.CharField(max_length=10, choices=Stage, default=Stage.DRAFT)
    version = models.PositiveIntegerField(default=1)
    """Counts every change; a change names the version that it started from."""
    replaces = models.ForeignKey(Item, on_delete=models.SET_NULL, null=True, related_name="+")
    """The practice that is superseded when this is published."""
    translates = models.ForeignKey(Practice, on_delete=models.SET_NULL, null=True, related_name="+")
    item = models.OneToOneField(Item, on_delete=models.CASCADE, null=True, related_name="+")
    """What it became."""
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    changed_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", db_index=False)
    changed_at = models.DateTimeField()
    submission = models.CharField(max_length=40, null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["by", "submission"],
                condition=Q(submission__isnull=False),
                name="practice_draft_submission_once",
            ),
            models.CheckConstraint(
                condition=Q(stage="published", item__isnull=False) | (~Q(stage="published") & Q(item=None)),
                name="practice_draft_published_has_its_item",
            ),
        ]
        indexes = [models.Index(fields=["community", "stage", "-changed_at", "-id"], name="practice_draft_newest")]


class DraftWriter(models.Model):
    """Who writes a draft together; its maker is one of them."""

    draft = models.ForeignKey(PracticeDraft, on_delete=models.CASCADE, related_name="writers", db_index=False)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+", db_index=False)
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["draft", "person"], name="draft_writer_once")]
        indexes = [models.Index(fields=["person", "draft"], name="draft_writer_by_person")]


class DraftVersion(models.Model):
    """A draft's text as it stood, so that two who write at once can be merged and nothing is lost."""

    draft = models.ForeignKey(PracticeDraft, on_delete=models.CASCADE, related_name="versions", db_index=False)
    number = models.PositiveIntegerField()
    title = models.CharField(max_length=200, blank=True)
    source = models.TextField(blank=True)
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["draft", "number"], name="draft_version_once")]


class DraftSource(models.Model):
    """A post that somebody chose for a draft, as it stood then. The text cites it as `[^p12]`."""

    draft = models.ForeignKey(PracticeDraft, on_delete=models.CASCADE, related_name="sources", db_index=False)
    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="+", db_index=False)
    revision = models.PositiveIntegerField()
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["draft", "post"], name="draft_source_once")]


class Approval(models.Model):
    """A reviewer's word on a draft in review: good as it stands at `version`, or what to change first."""

    draft = models.ForeignKey(PracticeDraft, on_delete=models.CASCADE, related_name="approvals", db_index=False)
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", db_index=False)
    version = models.PositiveIntegerField()
    good = models.BooleanField()
    note = models.CharField(max_length=1000, blank=True)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["draft", "by"], name="approval_once")]


class Suggestion(models.Model):
    """An edit that a member suggests. Several may be open at once; `version` is the practice's that it started from, as
    the page says it: the number of its revision.
    """

    class Verdict(models.TextChoices):
        OPEN = "open", _("Open")
        ACCEPTED = "accepted", _("Accepted")
        AMENDED = "amended", _("Accepted with changes")
        DECLINED = "declined", _("Declined")
        WITHDRAWN = "withdrawn", _("Withdrawn")

    practice = models.ForeignKey(Practice, on_delete=models.CASCADE, related_name="suggestions", db_index=False)
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    version = models.PositiveIntegerField()
    before_title = models.CharField(max_length=200)
    before_source = models.TextField()
    title = models.CharField(max_length=200)
    source = models.TextField()
    reason = models.CharField(max_length=REASON_LENGTH)
    verdict = models.CharField(max_length=10, choices=Verdict, default=Verdict.OPEN)
    decided_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    decided_at = models.DateTimeField(null=True)
    why = models.CharField(max_length=1000, blank=True)
    seconded_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    """The first of two reviewers, where a community wants two."""
    submission = models.CharField(max_length=40, null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["by", "submission"], condition=Q(submission__isnull=False), name="suggestion_submission_once"
            ),
            models.CheckConstraint(
                condition=Q(verdict="open", decided_at=None) | (~Q(verdict="open") & Q(decided_at__isnull=False)),
                name="suggestion_decided_when",
            ),
        ]
        indexes = [models.Index(fields=["practice", "verdict", "-id"], name="suggestion_newest")]


class Lent(models.Model):
    """An upload that an open draft or a suggested edit shows, brought by who wrote that: whoever may see these may see
    it too, and keep it in the text that comes of them.
    """

    draft = models.ForeignKey(PracticeDraft, on_delete=models.CASCADE, null=True, related_name="+", db_index=False)
    suggestion = models.ForeignKey(Suggestion, on_delete=models.CASCADE, null=True, related_name="+", db_index=False)
    upload = models.ForeignKey(Upload, on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["draft", "upload"], condition=Q(suggestion=None), name="lent_draft_once"),
            models.UniqueConstraint(fields=["suggestion", "upload"], condition=Q(draft=None), name="lent_edit_once"),
            models.CheckConstraint(
                condition=Q(draft=None, suggestion__isnull=False) | Q(draft__isnull=False, suggestion=None),
                name="lent_by_one",
            ),
        ]


class Dissent(models.Model):
    """A note that stays visible beside the text: somebody sees it otherwise. Its words are the post, of the role
    "dissent"; `section` is the id of the section that it stands beside, "" for the whole page.
    """

    post = models.OneToOneField(Post, on_delete=models.CASCADE, primary_key=True, related_name="dissent")
    practice = models.ForeignKey(Practice, on_delete=models.CASCADE, related_name="dissents")
    section = models.CharField(max_length=80, blank=True)
    settled_at = models.DateTimeField(null=True)
    settled_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)


class Review(models.Model):
    """Somebody looked whether a practice is still right."""

    practice = models.ForeignKey(Practice, on_delete=models.CASCADE, related_name="reviews", db_index=False)
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField()
    version = models.PositiveIntegerField()
    note = models.CharField(max_length=500, blank=True)
    next_on = models.DateField(null=True)

    class Meta:
        indexes = [models.Index(fields=["practice", "-id"], name="review_newest")]


class Handover(models.Model):
    """A steward hands a practice on: to somebody named, or, without `to`, to whoever takes it. `left` says that the
    steward left the community.
    """

    practice = models.ForeignKey(Practice, on_delete=models.CASCADE, related_name="handovers", db_index=False)
    by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    to = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    left = models.BooleanField(default=False)
    note = models.CharField(max_length=500, blank=True)
    at = models.DateTimeField()
    told_at = models.DateTimeField(null=True)
    """When those who know it best were told that it is offered."""
    passed_on_at = models.DateTimeField(null=True)
    """When the coordinators were told that nobody took it."""
    ended_at = models.DateTimeField(null=True)
    taken_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["practice"], condition=Q(ended_at=None), name="handover_open_once")
        ]


class Credit(models.Model):
    """A person whose words a practice is made of. They are told once, and may ask to be unnamed."""

    practice = models.ForeignKey(Practice, on_delete=models.CASCADE, related_name="credits", db_index=False)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    since = models.DateTimeField()
    told_at = models.DateTimeField(null=True)
    unnamed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["practice", "person"], name="credit_once")]


class Seen(models.Model):
    """The version of a practice that a member last read, and the one that they last used."""

    practice = models.ForeignKey(Practice, on_delete=models.CASCADE, related_name="seen", db_index=False)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+", db_index=False)
    number = models.PositiveIntegerField()
    """The number of the revision, as the page says it."""
    at = models.DateTimeField()
    before = models.PositiveIntegerField(default=0)
    """What was read before this version; 0 for nothing."""
    used = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["practice", "person"], name="seen_once")]

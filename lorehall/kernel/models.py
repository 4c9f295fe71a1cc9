"""Tables of the kernel: facts and their deliveries, jobs, the schedule, and which workers live.

Deliveries and jobs share one idea: `due_at` says from when on a worker may take the row. Taking it moves `due_at`
to the end of the worker's lease, so a row of a dead worker comes back by itself, and a failure moves it by the
back-off. `lease` names the taking; whoever finishes must still hold it.
"""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

WAITING = Q(delivered_at__isnull=True, parked_at__isnull=True)
OPEN = Q(finished_at__isnull=True)


class RecordedFact(models.Model):
    """Something that happened, written in the transaction in which it happened."""

    name = models.CharField(max_length=80)
    subject = models.CharField(max_length=80)
    data = models.JSONField()
    recorded_at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(fields=["name", "id"], name="fact_by_name"),
            models.Index(fields=["recorded_at"], name="fact_by_time"),
        ]


class Delivery(models.Model):
    """One fact on its way to one reaction: waiting, until it is delivered or parked."""

    fact = models.ForeignKey(RecordedFact, on_delete=models.CASCADE, related_name="deliveries")
    reaction = models.CharField(max_length=160)
    # Copied from the fact: the order is kept within (reaction, subject), and finding the first must be one index.
    subject = models.CharField(max_length=80)
    attempts = models.PositiveSmallIntegerField(default=0)
    due_at = models.DateTimeField()
    lease = models.CharField(max_length=60, default="", blank=True)
    error = models.TextField(default="", blank=True)
    delivered_at = models.DateTimeField(null=True)
    parked_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["fact", "reaction"], name="delivery_once_per_reaction"),
            models.CheckConstraint(
                condition=Q(delivered_at__isnull=True) | Q(parked_at__isnull=True),
                name="delivery_ends_one_way",
            ),
        ]
        # "is null" stands literally in the SQL, so both engines can match these partial indexes.
        indexes = [
            models.Index(fields=["due_at", "id"], condition=WAITING, name="delivery_due"),
            models.Index(fields=["reaction", "subject", "id"], condition=WAITING, name="delivery_order"),
            models.Index(fields=["delivered_at"], condition=Q(delivered_at__isnull=False), name="delivery_old"),
            models.Index(fields=["parked_at"], condition=Q(parked_at__isnull=False), name="delivery_parked"),
        ]


class Job(models.Model):
    """A task to be run later by a worker."""

    task = models.CharField(max_length=200)
    queue = models.CharField(max_length=40, default="default")
    priority = models.SmallIntegerField(default=0)
    args = models.JSONField(default=list)
    kwargs = models.JSONField(default=dict)
    # While a job with this key has not begun, a second one is the same one. Emptied when a worker takes it.
    key = models.CharField(max_length=120, null=True, unique=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    attempts_allowed = models.PositiveSmallIntegerField()
    due_at = models.DateTimeField()
    lease = models.CharField(max_length=60, default="", blank=True)
    enqueued_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True)
    last_attempted_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)
    failed_at = models.DateTimeField(null=True)
    workers = models.JSONField(default=list)
    errors = models.JSONField(default=list)
    result = models.JSONField(null=True)

    class Meta:
        indexes = [
            models.Index(F("priority").desc(), "due_at", "id", condition=OPEN, name="job_due"),
            models.Index(fields=["due_at"], condition=OPEN, name="job_next"),
            models.Index(fields=["finished_at"], condition=Q(finished_at__isnull=False), name="job_old"),
            models.Index(fields=["failed_at"], condition=Q(failed_at__isnull=False), name="job_failed"),
        ]


class Periodic(models.Model):
    """When an entry of the schedule is due next."""

    name = models.CharField(max_length=80, unique=True)
    next_at = models.DateTimeField()
    last_at = models.DateTimeField(null=True)


class Worker(models.Model):
    """A worker process, as long as it says that it lives."""

    name = models.CharField(max_length=40, unique=True)
    host = models.CharField(max_length=200)
    pid = models.PositiveIntegerField()
    started_at = models.DateTimeField()
    seen_at = models.DateTimeField()

"""Files that people bring, each in a folder of its own, and how much room they take."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from lorehall.communities.models import Community

Person = settings.AUTH_USER_MODEL


class UploadKind(models.TextChoices):
    IMAGE = "image", _("Picture")
    FILE = "file", _("File")


class Upload(models.Model):
    """Something that a person brought into a community. `key` can't be guessed: it names the folder and the address.

    `size` is of what is kept and handed out: the file, or the largest form of the picture, whose `width` and `height`
    stand here. `used_at` says when a text first took it in; what no text ever took is swept.
    """

    key = models.CharField(max_length=32, unique=True)
    community = models.ForeignKey(Community, on_delete=models.CASCADE, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", db_index=False)
    kind = models.CharField(max_length=5, choices=UploadKind)
    name = models.CharField(max_length=120)
    media = models.CharField(max_length=80)
    size = models.PositiveBigIntegerField()
    width = models.PositiveIntegerField(default=0)
    height = models.PositiveIntegerField(default=0)
    alt = models.CharField(max_length=500, blank=True)
    made_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(kind="image", width__gt=0, height__gt=0) | Q(kind="file", width=0, height=0),
                name="upload_picture_has_sides",
            )
        ]
        indexes = [
            models.Index(fields=["person", "-made_at", "-id"], name="upload_newest_of_person"),
            models.Index(fields=["made_at"], condition=Q(used_at=None), name="upload_never_used"),
        ]


class Space(models.Model):
    """How many bytes the uploads of a community take."""

    community = models.OneToOneField(Community, on_delete=models.CASCADE, primary_key=True, related_name="+")
    taken = models.PositiveBigIntegerField(default=0)


class Day(models.Model):
    """How many bytes a person brought on one day (UTC), in all communities."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+", db_index=False)
    day = models.DateField(db_index=True)
    brought = models.PositiveBigIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "day"], name="upload_day_once")]

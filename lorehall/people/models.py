"""Who there is: accounts, authors of imported posts, old handles, and the sessions of those signed in."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.sessions.backends.base import SessionBase
from django.contrib.sessions.base_session import AbstractBaseSession
from django.db import models
from django.db.models import F, Q, Value
from django.db.models.functions import Lower, Replace

from lorehall.kernel import clock

HUES = 36
NAME_LENGTH = 80
HANDLE_LENGTH = 32
ABOUT_LENGTH = 280
# What looks alike in many faces is one to the database: handles are ASCII, so these are all there is.
LOOK_ALIKES = (("0", "o"), ("1", "l"), ("rn", "m"), ("vv", "w"), ("_", "-"), ("--", "-"))


def _look() -> F | Replace:
    """A handle as it looks, so that `rnia` and `mia` are the same."""
    look: F | Replace = F("handle")
    for seen, same in LOOK_ALIKES:
        look = Replace(look, Value(seen), Value(same))
    return look


class Theme(models.TextChoices):
    AUTO = "auto"
    LIGHT = "light"
    DARK = "dark"


class PersonManager(BaseUserManager["Person"]):
    """Finds accounts by their address, as signing in does. People are made by the rules only."""


class Person(AbstractBaseUser):
    """One human across the installation; or, `attributed`, an author of imported posts without account."""

    email = models.CharField(max_length=254, unique=True, null=True)
    name = models.CharField(max_length=NAME_LENGTH)
    handle = models.CharField(max_length=HANDLE_LENGTH, unique=True)
    about = models.CharField(max_length=ABOUT_LENGTH, blank=True, default="")
    photo = models.CharField(max_length=120, blank=True, default="")
    hue = models.PositiveSmallIntegerField(default=0)
    timezone = models.CharField(max_length=64, blank=True, default="")
    language = models.CharField(max_length=16, blank=True, default="")
    theme = models.CharField(max_length=5, choices=Theme.choices, default=Theme.AUTO)
    public_profile = models.BooleanField(default=False)
    is_host = models.BooleanField(default=False)
    is_active = models.BooleanField(default=True)
    attributed = models.BooleanField(default=False)
    joined_at = models.DateTimeField(default=clock.now)

    objects: ClassVar[PersonManager] = PersonManager()

    EMAIL_FIELD = "email"
    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="person_has_an_address_or_is_attributed",
                condition=Q(attributed=True, email__isnull=True) | Q(attributed=False, email__isnull=False),
            ),
            models.CheckConstraint(
                name="person_email_is_folded", condition=Q(email__isnull=True) | Q(email=Lower("email"))
            ),
            models.CheckConstraint(name="person_handle_is_folded", condition=Q(handle=Lower("handle"))),
            # Members only: handles of imported authors end in letters that nobody chooses.
            models.UniqueConstraint(_look(), name="person_handle_looks_like_no_other", condition=Q(attributed=False)),
            models.CheckConstraint(name="person_hue_is_on_the_wheel", condition=Q(hue__lt=HUES)),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_staff(self) -> bool:
        """Nobody is: there is no Django admin here."""
        return False


class OldHandle(models.Model):
    """A handle that somebody had: it leads to them, and until `until` nobody else can take it."""

    handle = models.CharField(max_length=HANDLE_LENGTH, primary_key=True)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="old_handles")
    until = models.DateTimeField()


class Attribution(models.Model):
    """Where an attributed person comes from. `key` is their name for the person, `url` their page."""

    person = models.OneToOneField(Person, on_delete=models.CASCADE, related_name="attribution")
    source = models.CharField(max_length=120)
    key = models.CharField(max_length=120)
    url = models.CharField(max_length=500, blank=True, default="")

    class Meta:
        constraints = [models.UniqueConstraint(name="attribution_once_per_source", fields=["source", "key"])]


class Session(AbstractBaseSession):
    """A browser's session. `person` stands beside the signed data so that one query reads both."""

    person = models.ForeignKey(Person, null=True, on_delete=models.CASCADE, related_name="sessions")
    seen_at = models.DateTimeField(default=clock.now)

    @classmethod
    def get_session_store_class(cls) -> type[SessionBase]:
        raise NotImplementedError("the store is lorehall.people.sessions.SessionStore")


class RateWindow(models.Model):
    """The memory of rate limits, in the shape of Django's database cache: all processes share it."""

    cache_key = models.CharField(max_length=255, primary_key=True)
    value = models.TextField()
    expires = models.DateTimeField(db_index=True)

    class Meta:
        db_table = "people_rate_window"

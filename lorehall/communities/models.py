"""Communities, their charters, memberships and rooms."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Kind(models.TextChoices):
    """A set of starting choices, not a different program."""

    PROFESSIONAL = "professional", _("Professional")
    ORGANISATIONAL = "organisational", _("Organisational")
    INTEREST = "interest", _("Interest")


class Visibility(models.TextChoices):
    PUBLIC = "public", _("Public")
    LISTED = "listed", _("Listed")
    SECRET = "secret", _("Secret")


class Joining(models.TextChoices):
    OPEN = "open", _("Open")
    BY_REQUEST = "by_request", _("By request")
    BY_INVITATION = "by_invitation", _("By invitation")


class Stage(models.TextChoices):
    POTENTIAL = "potential", _("Potential")
    COALESCING = "coalescing", _("Coalescing")
    MATURING = "maturing", _("Maturing")
    STEWARDSHIP = "stewardship", _("Stewardship")
    TRANSFORMATION = "transformation", _("Transformation")
    CLOSED = "closed", _("Closed")


class Role(models.TextChoices):
    MEMBER = "member", _("Member")
    STEWARD = "steward", _("Steward")
    COORDINATOR = "coordinator", _("Coordinator")
    SPONSOR = "sponsor", _("Sponsor")


class Access(models.TextChoices):
    """Who reads a room: whoever reads the community, or only those invited into the room."""

    WHOLE = "whole", _("Whole community")
    INVITED = "invited", _("Invited members only")


class Community(models.Model):
    slug = models.SlugField(max_length=60, unique=True)
    name = models.CharField(max_length=80)
    summary = models.CharField(max_length=240, blank=True)
    kind = models.CharField(max_length=16, choices=Kind, default=Kind.PROFESSIONAL)
    visibility = models.CharField(max_length=8, choices=Visibility, default=Visibility.LISTED)
    joining = models.CharField(max_length=16, choices=Joining, default=Joining.BY_REQUEST)
    stage = models.CharField(max_length=16, choices=Stage, default=Stage.POTENTIAL)
    hue = models.PositiveSmallIntegerField(default=18)
    """Tens of degrees, 0 to 35."""
    language = models.CharField(max_length=12, default="en")
    welcome_source = models.TextField(blank=True)
    welcome_html = models.TextField(blank=True)
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    opened_at = models.DateTimeField()
    members_count = models.PositiveIntegerField(default=0)
    charter_number = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(hue__lte=35), name="community_hue_is_a_class"),
            models.CheckConstraint(condition=~Q(name=""), name="community_has_a_name"),
        ]
        indexes = [models.Index(fields=["name", "id"], name="community_by_name")]

    @property
    def is_closed(self) -> bool:
        return self.stage == Stage.CLOSED


class CharterVersion(models.Model):
    """One version of a charter. The community's `charter_number` names the one that stands."""

    community = models.ForeignKey(Community, on_delete=models.CASCADE, related_name="charters")
    number = models.PositiveIntegerField()
    about = models.TextField()
    not_about = models.TextField(blank=True)
    for_whom = models.TextField(blank=True)
    agenda = models.JSONField(default=list)
    """The learning agenda: a list of questions (str) that the community wants answered this year."""
    norms = models.TextField(blank=True)
    rhythm = models.TextField(blank=True)
    measures = models.TextField(blank=True)
    html = models.JSONField(default=dict)
    """Safe HTML of the prose, by field."""
    review_on = models.DateField(null=True)
    reason = models.CharField(max_length=200, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["community", "number"], name="charter_number_once")]


class Membership(models.Model):
    """A person in a community. A suspended membership counts as none, and can't be renewed by joining."""

    community = models.ForeignKey(Community, on_delete=models.CASCADE, related_name="memberships")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="memberships")
    role = models.CharField(max_length=12, choices=Role, default=Role.MEMBER)
    name_key = models.CharField(max_length=320, blank=True)
    """The person's name, folded, with a space before each word: for the list by name and to find a word's start."""
    joined_at = models.DateTimeField()
    suspended_at = models.DateTimeField(null=True)
    suspended_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    suspended_for = models.CharField(max_length=280, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["community", "person"], name="membership_once")]
        indexes = [
            models.Index(fields=["person", "community"], name="membership_by_person"),
            models.Index(fields=["community", "-joined_at", "-id"], name="membership_newest"),
            models.Index(fields=["community", "name_key", "id"], name="membership_by_name"),
        ]


class Room(models.Model):
    """A part of a community. `is_first` marks the one that every community starts with."""

    community = models.ForeignKey(Community, on_delete=models.CASCADE, related_name="rooms")
    slug = models.SlugField(max_length=60)
    name = models.CharField(max_length=60)
    about = models.CharField(max_length=240, blank=True)
    access = models.CharField(max_length=8, choices=Access, default=Access.WHOLE)
    public = models.BooleanField(default=False)
    """Anyone may read it: the community is public and the room is for the whole of it. Kept by rules."""
    is_first = models.BooleanField(default=False)
    position = models.PositiveSmallIntegerField(default=0)
    made_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["community", "slug"], name="room_slug_once"),
            models.UniqueConstraint(fields=["community"], condition=Q(is_first=True), name="room_first_once"),
            models.CheckConstraint(condition=Q(public=False) | Q(access="whole"), name="room_public_is_whole"),
            models.CheckConstraint(condition=Q(is_first=False) | Q(access="whole"), name="room_first_is_whole"),
        ]


class RoomMember(models.Model):
    """A member who was let into a room for invited members."""

    room = models.ForeignKey(Room, on_delete=models.CASCADE, related_name="members")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["room", "person"], name="room_member_once")]
        indexes = [models.Index(fields=["person", "room"], name="room_member_by_person")]


class JoinRequest(models.Model):
    """Somebody asks to join; a coordinator accepts, or declines with a reason."""

    class State(models.TextChoices):
        OPEN = "open", _("Open")
        ACCEPTED = "accepted", _("Accepted")
        DECLINED = "declined", _("Declined")
        WITHDRAWN = "withdrawn", _("Withdrawn")

    community = models.ForeignKey(Community, on_delete=models.CASCADE, related_name="requests")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    message = models.CharField(max_length=1000, blank=True)
    state = models.CharField(max_length=10, choices=State, default=State.OPEN)
    reason = models.CharField(max_length=500, blank=True)
    asked_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["community", "person"], condition=Q(state="open"), name="join_request_open_once"
            )
        ]


class Invitation(models.Model):
    """A way in: by mail to one address, or a link for several. Only the token's SHA-256 is kept."""

    community = models.ForeignKey(Community, on_delete=models.CASCADE, related_name="invitations")
    token_hash = models.CharField(max_length=64, unique=True)
    email = models.EmailField(blank=True)
    note = models.CharField(max_length=500, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    most_uses = models.PositiveIntegerField(default=1)
    uses = models.PositiveIntegerField(default=0)
    revoked_at = models.DateTimeField(null=True)
    revoked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(uses__lte=models.F("most_uses")), name="invitation_uses_bounded")
        ]
        indexes = [models.Index(fields=["community", "-made_at"], name="invitation_newest")]


class InvitationUse(models.Model):
    invitation = models.ForeignKey(Invitation, on_delete=models.CASCADE, related_name="used")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["invitation", "person"], name="invitation_used_once")]


class OpeningDraft(models.Model):
    """A community that somebody is about to open: the answers so far, and the step they are at."""

    person = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    answers = models.JSONField(default=dict)
    step = models.PositiveSmallIntegerField(default=1)
    changed_at = models.DateTimeField()


class LaunchMark(models.Model):
    """A step of the launch list that can't be read off the rows, recorded by a coordinator with who and when."""

    community = models.ForeignKey(Community, on_delete=models.CASCADE, related_name="launch_marks")
    step = models.CharField(max_length=20)
    note = models.CharField(max_length=240, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["community", "step"], name="launch_mark_once")]

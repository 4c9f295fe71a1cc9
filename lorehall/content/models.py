"""The spine: whatever members make owns one Item, and says what it says in numbered Posts."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from lorehall.communities.models import Community, Room
from lorehall.uploads.models import Upload

Person = settings.AUTH_USER_MODEL


class ItemKind(models.TextChoices):
    QUESTION = "question", _("Question")
    CONVERSATION = "conversation", _("Conversation")
    PRACTICE = "practice", _("Practice")


class PostRole(models.TextChoices):
    OPENING = "opening", _("Opening")
    ANSWER = "answer", _("Answer")
    REPLY = "reply", _("Reply")
    REPORT = "report", _("Report of use")
    DISSENT = "dissent", _("Dissent")


class Format(models.TextChoices):
    """What `Post.source` is written in. Imported text without Markdown keeps its HTML until it is edited."""

    MARKDOWN = "markdown", "Markdown"
    HTML = "html", "HTML"


class Item(models.Model):
    """Anything that has a title. `state` is the kind's own word; `replies_count` counts live answers or replies."""

    community = models.ForeignKey(Community, on_delete=models.CASCADE, related_name="+", db_index=False)
    room = models.ForeignKey(Room, on_delete=models.PROTECT, related_name="+", db_index=False)
    kind = models.CharField(max_length=12, choices=ItemKind)
    state = models.CharField(max_length=12, blank=True)
    waiting = models.BooleanField(default=False)
    """It still waits for somebody: counted as open."""
    title = models.CharField(max_length=200)
    slug = models.CharField(max_length=80)
    author = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", db_index=False)
    created_at = models.DateTimeField()
    active_at = models.DateTimeField()
    active_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", db_index=False)
    last_number = models.PositiveIntegerField(default=0)
    replies_count = models.PositiveIntegerField(default=0)
    followers_count = models.PositiveIntegerField(default=0)
    followers_base = models.PositiveIntegerField(default=0)
    """Followers that came with an import, who have no row."""
    locked_at = models.DateTimeField(null=True)
    locked_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    deleted_at = models.DateTimeField(null=True)
    deleted_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)

    class Meta:
        indexes = [
            models.Index(fields=["community", "kind", "-active_at", "-id"], name="item_newest_of_kind"),
            models.Index(fields=["community", "kind", "state", "-active_at", "-id"], name="item_newest_in_state"),
            models.Index(fields=["community", "-active_at", "-id"], name="item_newest"),
            models.Index(fields=["room", "kind", "-active_at", "-id"], name="item_newest_in_room"),
            models.Index(fields=["author", "kind", "-active_at", "-id"], name="item_by_author"),
        ]


class Post(models.Model):
    """A numbered contribution under an item; number 1 is the opening. Numbers are never used again."""

    item = models.ForeignKey(Item, on_delete=models.CASCADE, related_name="posts", db_index=False)
    number = models.PositiveIntegerField()
    role = models.CharField(max_length=8, choices=PostRole)
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    author = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", db_index=False)
    source = models.TextField()
    format = models.CharField(max_length=8, choices=Format, default=Format.MARKDOWN)
    html = models.TextField()
    created_at = models.DateTimeField()
    edited_at = models.DateTimeField(null=True)
    edited_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    version = models.PositiveIntegerField(default=1)
    """Counts every change; an edit names the version that it started from."""
    revisions_count = models.PositiveIntegerField(default=0)
    useful_count = models.PositiveIntegerField(default=0)
    useful_base = models.PositiveIntegerField(default=0)
    """Marks that came with an import, which have no row."""
    cited_count = models.PositiveIntegerField(default=0)
    """How many live practices cite it, whoever may read them: 0 spares a page the question."""
    deleted_at = models.DateTimeField(null=True)
    deleted_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    submission = models.CharField(max_length=40, null=True)
    """The form's one-time token: the same form sent twice makes one post."""

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["item", "number"], name="post_number_once"),
            models.UniqueConstraint(
                fields=["author", "submission"],
                condition=Q(submission__isnull=False),
                name="post_submission_once",
            ),
            models.CheckConstraint(
                condition=Q(role="opening", number=1, parent=None) | (~Q(role="opening") & Q(number__gt=1)),
                name="post_opening_is_number_one",
            ),
        ]
        indexes = [models.Index(fields=["author", "-created_at", "-id"], name="post_by_author")]


class Revision(models.Model):
    """A text as it stood from `at` on. The first is written when the post is first revised."""

    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="revisions", db_index=False)
    number = models.PositiveIntegerField()
    title = models.CharField(max_length=200, blank=True)
    source = models.TextField()
    tags = models.CharField(max_length=200, blank=True)
    reason = models.CharField(max_length=200, blank=True)
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["post", "number"], name="revision_number_once")]


class Origin(models.Model):
    """Where an imported post comes from: its site, its key there, its address, its licence."""

    post = models.OneToOneField(Post, on_delete=models.CASCADE, primary_key=True, related_name="origin")
    source = models.CharField(max_length=100)
    key = models.CharField(max_length=40)
    url = models.CharField(max_length=300, blank=True)
    licence = models.CharField(max_length=40, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["source", "key"], name="origin_once")]


class Tag(models.Model):
    """A word of the community. A merged tag stays as a signpost to the one it went into."""

    community = models.ForeignKey(Community, on_delete=models.CASCADE, related_name="tags", db_index=False)
    name = models.CharField(max_length=40)
    slug = models.CharField(max_length=40)
    about_source = models.TextField(blank=True)
    about_html = models.TextField(blank=True)
    merged_into = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="merged")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["community", "slug"], name="tag_once")]


class ItemTag(models.Model):
    item = models.ForeignKey(Item, on_delete=models.CASCADE, related_name="item_tags", db_index=False)
    tag = models.ForeignKey(Tag, on_delete=models.PROTECT, related_name="+", db_index=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["item", "tag"], name="item_tag_once")]
        indexes = [models.Index(fields=["tag", "-item"], name="item_tag_newest")]


class RoomCount(models.Model):
    """How many live items of a kind a room holds, and how many wait for an answer. Counts are kept by room,
    so that nobody's count includes what they may not see.
    """

    room = models.ForeignKey(Room, on_delete=models.CASCADE, related_name="+", db_index=False)
    kind = models.CharField(max_length=12, choices=ItemKind)
    total = models.IntegerField(default=0)
    open = models.IntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["room", "kind"], name="room_count_once")]


class TagCount(models.Model):
    """How many live items of a room carry a tag."""

    tag = models.ForeignKey(Tag, on_delete=models.CASCADE, related_name="counts", db_index=False)
    room = models.ForeignKey(Room, on_delete=models.CASCADE, related_name="+")
    total = models.IntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["tag", "room"], name="tag_count_once")]


class Useful(models.Model):
    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="+", db_index=False)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+", db_index=False)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["post", "person"], name="useful_once")]
        indexes = [models.Index(fields=["person", "post"], name="useful_by_person")]


class Follow(models.Model):
    item = models.ForeignKey(Item, on_delete=models.CASCADE, related_name="+", db_index=False)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+", db_index=False)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["item", "person"], name="follow_once")]
        indexes = [models.Index(fields=["person", "-item"], name="follow_by_person")]


class Mention(models.Model):
    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="mentions", db_index=False)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["post", "person"], name="mention_once")]


class ItemLink(models.Model):
    """One item names another: in its text, by an import, or as what it is a duplicate of."""

    class Why(models.TextChoices):
        LINKED = "linked", _("Linked")
        DUPLICATE = "duplicate", _("Duplicate")

    item = models.ForeignKey(Item, on_delete=models.CASCADE, related_name="links", db_index=False)
    to = models.ForeignKey(Item, on_delete=models.CASCADE, related_name="+")
    why = models.CharField(max_length=10, choices=Why, default=Why.LINKED)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["item", "to", "why"], name="item_link_once"),
            models.CheckConstraint(condition=~Q(item=F("to")), name="item_link_to_another"),
        ]


class Attachment(models.Model):
    """A text holds an upload: who may read the text may see the upload. `aside` is for what stands beside the post's
    own text. When an edit takes it out, the row stays with the moment, so that the edit can be taken back.
    """

    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="attachments", db_index=False)
    upload = models.ForeignKey(Upload, on_delete=models.CASCADE, related_name="+")
    aside = models.BooleanField(default=False)
    at = models.DateTimeField()
    gone_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["post", "upload", "aside"], name="attachment_once")]


class Citation(models.Model):
    """A place in the opening of `item`, a practice, names the post it came from: `[^p12]`. `revision` is the post's
    version that was cited, `title` what its item was called then. When an edit takes it out, the row stays with the
    moment, so that the edit can be taken back.
    """

    item = models.ForeignKey(Item, on_delete=models.CASCADE, related_name="citations", db_index=False)
    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="cited_in")
    number = models.PositiveIntegerField()
    """Its number in the list of sources, from 1."""
    revision = models.PositiveIntegerField()
    title = models.CharField(max_length=200)
    since = models.PositiveIntegerField(default=1)
    """The version of the citing text that first had it."""
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField()
    gone_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["item", "post"], name="citation_once")]


class PostWords(models.Model):
    """A post's row in the index of words, which `content/index.py` writes. Made by a migration for each engine."""

    post = models.OneToOneField(
        Post, on_delete=models.DO_NOTHING, primary_key=True, db_column="rowid", db_constraint=False, related_name="+"
    )

    class Meta:
        managed = False
        db_table = "content_post_words"


class ItemWords(models.Model):
    """An item's row in the index of words: its title, tags and opening."""

    item = models.OneToOneField(
        Item, on_delete=models.DO_NOTHING, primary_key=True, db_column="rowid", db_constraint=False, related_name="+"
    )

    class Meta:
        managed = False
        db_table = "content_item_words"

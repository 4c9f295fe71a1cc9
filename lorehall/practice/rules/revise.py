"""Give a practice a new version: by whoever keeps it at once, out of an accepted suggestion, or out of an older one."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from lorehall.content.models import Post, Revision
from lorehall.content.rules import edit
from lorehall.content.rules.cite import cite
from lorehall.content.rules.mark import keep_following
from lorehall.kernel import clock, facts
from lorehall.kernel.errors import Hidden, Refused
from lorehall.kernel.policy import Permission
from lorehall.kernel.text.fold import tidy_line
from lorehall.people.viewer import Viewer
from lorehall.practice.facts import Revised
from lorehall.practice.find import find_practice
from lorehall.practice.models import REASON_LENGTH, Practice, Shape
from lorehall.practice.policy import reviewers_wanted
from lorehall.practice.rules.keep import answer_by_edit
from lorehall.practice.rules.publish import credit
from lorehall.practice.sections import outline


@dataclass(frozen=True, slots=True)
class Change:
    """The text as it should stand, with the reason that readers see. `version` is that of the opening post which the
    writer started from; None leaves title, tags, shape and language as they are.
    """

    text: str
    version: int
    reason: str
    title: str | None = None
    tags: list[str] | None = None
    shape: str | None = None
    language: str | None = None


def revise(item_id: int, change: Change, *, by: Viewer) -> Post:
    """Write a new version at once; its opening as it stands then. Where the community wants others to look first it
    raises `Refused("suggest")`: there a change is a suggested edit, whoever makes it. Raises `Conflict` with what
    stands now (`theirs`, a Post) when somebody else was quicker.
    """
    practice = find_practice(item_id, by)
    if reviewers_wanted(practice.item.community_id):
        raise Refused("suggest", _("Here somebody else looks at a change before it stands: suggest it."))
    ready = prepare(practice, change, by=by)
    with transaction.atomic():
        write(practice, ready, by=by)
        _also(practice, change)
        answer_by_edit(item_id, by=by)
    ready.post.refresh_from_db()
    return ready.post


def prepare(practice: Practice, change: Change, *, by: Viewer) -> edit.Ready:
    """Find the text, ask the policy, render: what comes before the transaction of whoever writes a version. `by` is
    who is answerable for it: they keep the practice.
    """
    reason = _reason(change.reason)
    opening = Post.objects.only("id").get(item_id=practice.pk, number=1)
    typed = edit.Edit(change.text, change.version, change.title, change.tags, reason)
    ready = edit.prepare(opening.pk, typed, by=by, asking=Permission.REVISE, versioned=True)
    if _says_the_same(ready) and not _others(practice, change):
        raise Refused("nothing", _("Nothing is changed in it yet."), "text")
    return ready


def write(practice: Practice, ready: edit.Ready, *, by: Viewer) -> None:
    """Inside the caller's transaction: the version, its citations, its sections, and whose words it is made of."""
    now = clock.now()
    edit.write(ready, by=by)
    first = cite(practice.pk, ready.text, {}, by_id=by.id, at=now)
    credit(practice.pk, first, now)
    Practice.objects.filter(pk=practice.pk).update(toc=outline(ready.text.sections))
    keep_following(practice.pk, by.id)
    facts.record(Revised(item_id=practice.pk, by_id=by.id))


def restore(item_id: int, number: int, version: int, *, by: Viewer, reason: str = "") -> Post:
    """Write an older version again, as a new one. `version` is that of the opening as it was shown. Raises `Hidden` for
    no such version, and what `revise` raises.
    """
    practice = find_practice(item_id, by)
    row = Revision.objects.filter(post__item_id=practice.pk, post__number=1, number=number).first()
    if row is None and number == 1:
        raise Refused("nothing", _("That is what stands now."))
    if row is None:
        raise Hidden
    said = reason or _("Version %(number)s again") % {"number": number}
    tags = row.tags.split() if row.tags else None
    return revise(item_id, Change(row.source, version, said, title=row.title or None, tags=tags), by=by)


def _others(practice: Practice, change: Change) -> dict[str, str]:
    """What changes that is no text, and has no versions."""
    shape = change.shape if change.shape in Shape.values else practice.shape
    wanted = {"shape": str(shape), "language": (change.language or practice.language)[:12]}
    return {name: value for name, value in wanted.items() if value != getattr(practice, name)}


def _also(practice: Practice, change: Change) -> None:
    if others := _others(practice, change):
        Practice.objects.filter(pk=practice.pk).update(**others)


def _says_the_same(ready: edit.Ready) -> bool:
    same = ready.text.source == ready.post.source.strip("\n") and ready.title == ready.post.item.title
    return same and ready.change.tags is None


def _reason(typed: str) -> str:
    reason = tidy_line(typed)
    if not reason:
        raise Refused("reason_needed", _("Say in a line why you change it. Readers see it."), "reason")
    if len(reason) > REASON_LENGTH:
        raise Refused("too_long", _("A line: %(most)d characters at most.") % {"most": REASON_LENGTH}, "reason")
    return reason

"""Confirm an answer, move the confirmation to another one, withdraw it."""

from __future__ import annotations

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils.translation import gettext as _

from lorehall.communities.models import Access
from lorehall.content import counts
from lorehall.content.find import find_item, find_post
from lorehall.content.models import Item, ItemKind, Post
from lorehall.kernel import clock, facts, policy
from lorehall.kernel.errors import Conflict, Refused
from lorehall.kernel.policy import Permission
from lorehall.people.viewer import Viewer
from lorehall.questions.facts import ConfirmationWithdrawn, Confirmed
from lorehall.questions.models import Confirmation, Helped, HelpedOn, LoggedAnswer
from lorehall.questions.policy import confirmable, needs_reason
from lorehall.questions.rules.settle import settle


def confirm(post_id: int, *, by: Viewer, reason: str = "", instead_of: int | None = None) -> Confirmation:
    """Say that an answer worked. `instead_of` is the answer that was confirmed when the confirmer looked (None: none);
    when another one stands by now, somebody was quicker: `Conflict`. Confirming the same answer again changes nothing.
    """
    post = find_post(post_id, by)
    policy.require(Permission.CONFIRM, by, post.item)
    if no := confirmable(post):
        raise Refused(no.code, str(no.message))
    if needs_reason(by, post.item) and not reason.strip():
        raise Refused("reason_needed", _("Say why you confirm this in the asker’s place."), "reason")
    with transaction.atomic():
        standing = Confirmation.objects.filter(question_id=post.item_id, ended_at=None).first()
        if standing is not None and standing.post_id == post.pk:
            return standing
        if (standing.post_id if standing else None) != instead_of:
            raise _quicker()
        if standing is not None:
            _end(standing, post.item, by)
        made = _make(post, by, reason.strip()[:280])
        settle(post.item)
        facts.record(Confirmed(item_id=post.item_id, by_id=by.id, post_id=post.pk))
    return made


def withdraw(item_id: int, *, by: Viewer) -> None:
    """Take the confirmation back; the question is answered again, and waits for the answer that works."""
    item = find_item(item_id, by, kind=ItemKind.QUESTION)
    policy.require(Permission.CONFIRM, by, item)
    with transaction.atomic():
        standing = Confirmation.objects.filter(question_id=item.pk, ended_at=None).first()
        if standing is None:
            raise Conflict("not_confirmed", _("No answer is confirmed any more. Nothing was changed."))
        _end(standing, item, by)
        settle(item)
        facts.record(ConfirmationWithdrawn(item_id=item.pk, by_id=by.id, post_id=standing.post_id))


def _quicker() -> Conflict:
    return Conflict(
        "confirmed_meanwhile", _("An answer was confirmed meanwhile. Look again before you choose another.")
    )


def _make(post: Post, by: Viewer, reason: str) -> Confirmation:
    """The unique constraint decides between two at once."""
    try:
        with transaction.atomic():
            made = Confirmation.objects.create(
                question_id=post.item_id, post=post, by_id=by.id, at=clock.now(), reason=reason
            )
    except IntegrityError as error:
        raise _quicker() from error
    count_help(post, post.item, 1)
    return made


def _end(standing: Confirmation, item: Item, by: Viewer) -> None:
    ended = Confirmation.objects.filter(pk=standing.pk, ended_at=None).update(
        ended_at=clock.now(), ended_by_id=by.person_id
    )
    if not ended:
        raise _quicker()
    count_help(Post.objects.get(pk=standing.post_id), item, -1)


def count_help(post: Post, item: Item, change: int) -> None:
    """Who is known for helping with what. Only rooms for the whole community count, so that the numbers say nothing
    about the others; nobody helps themselves; and who logs an answer that was given elsewhere did not give it.
    """
    if item.room.access != Access.WHOLE or post.author_id == item.author_id:
        return
    if LoggedAnswer.objects.filter(post=post).exists():
        return
    tags = counts.tags_of(item.pk)
    Helped.objects.bulk_create(
        [Helped(community_id=item.community_id, person_id=post.author_id)], ignore_conflicts=True
    )
    HelpedOn.objects.bulk_create(
        [HelpedOn(tag_id=tag, person_id=post.author_id) for tag in tags], ignore_conflicts=True
    )
    change_of = {"confirmed": F("confirmed") + change}
    Helped.objects.filter(community_id=item.community_id, person_id=post.author_id).exclude(
        confirmed__lt=max(0, -change)
    ).update(**change_of)
    HelpedOn.objects.filter(tag_id__in=tags, person_id=post.author_id).exclude(confirmed__lt=max(0, -change)).update(
        **change_of
    )

"""See it otherwise: a note that stays visible beside the text, until its author takes it away."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from lorehall.content import writing
from lorehall.content.find import find_post
from lorehall.content.models import Post, PostRole
from lorehall.content.rules.add import Addition, add
from lorehall.content.rules.mark import keep_following
from lorehall.kernel import clock, facts, policy
from lorehall.kernel.errors import Hidden, Refused
from lorehall.kernel.policy import Permission
from lorehall.people.viewer import Viewer
from lorehall.practice.facts import Dissented, DissentSettled
from lorehall.practice.find import find_practice
from lorehall.practice.models import Dissent
from lorehall.practice.rules.move import STANDING


def dissent(item_id: int, text: str, *, by: Viewer, section: str = "", submission: str | None = None) -> Post:
    """Put a note beside a section (its id), or beside the whole page. The same form sent twice puts one."""
    practice = find_practice(item_id, by)
    policy.require(Permission.DISSENT, by, practice.item)
    if practice.item.state not in STANDING:
        raise Refused("gone", _("It is retired, or superseded: it says so itself by now."))
    if section and section not in {entry[0] for entry in practice.toc}:
        raise Refused(
            "no_section", _("There is no such section any more. Choose another, or the whole page."), "section"
        )
    written = writing.write(text, practice.item.room, by=by)
    with transaction.atomic():
        addition = Addition(practice.item, PostRole.DISSENT, written, by.id, counts=False, submission=submission)
        post, made = add(addition)
        if made:
            Dissent.objects.create(post=post, practice=practice, section=section)
            keep_following(item_id, by.id)
            facts.record(Dissented(item_id=item_id, by_id=by.id, post_id=post.pk))
    return post


def settle(post_id: int, *, by: Viewer, on: bool = True) -> Post:
    """Say that it is settled, with name and day, or that it is not after all. It stays readable either way."""
    post = find_post(post_id, by)
    if post.role != PostRole.DISSENT:
        raise Hidden
    policy.require(Permission.SETTLE_DISSENT, by, post)
    with transaction.atomic():
        standing = Dissent.objects.filter(pk=post.pk, settled_at__isnull=on)
        if standing.update(settled_at=clock.now() if on else None, settled_by_id=by.id if on else None):
            facts.record(DissentSettled(item_id=post.item_id, by_id=by.id, post_id=post.pk, settled=on))
    return post

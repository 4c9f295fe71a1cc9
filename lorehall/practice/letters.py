"""The letters about keeping practices. Each goes to somebody who may read the practice at the moment it is written:
None where they may not, or have no address.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from lorehall.communities.viewers import viewer_of
from lorehall.content import addresses
from lorehall.content.models import Item
from lorehall.content.policy import may_see
from lorehall.kernel import mail
from lorehall.kernel.ui.times import day_words
from lorehall.people.models import Person
from lorehall.people.viewer import Viewer
from lorehall.practice import links
from lorehall.practice.models import Handover, Suggestion


@dataclass(frozen=True, slots=True)
class Letter:
    """A mail, ready to go, and its address."""

    to: str
    written: mail.Written


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph; with an address it is a link, and the `main` one a button."""

    words: str
    url: str = ""
    main: bool = False


@dataclass(frozen=True, slots=True)
class Addressee:
    person_id: int
    email: str
    language: str


def addressee(person_id: int | None, item: Item) -> Addressee | None:
    """Somebody who can be written to about this practice: a member who may read it, with an address."""
    found = Person.objects.filter(pk=person_id or 0, is_active=True, email__isnull=False)
    row = found.values_list("email", "language").first()
    if row is None or row[0] is None or person_id is None:
        return None
    viewer = viewer_of(person_id)
    if item.community_id not in viewer.memberships or not may_see(viewer, item):
        return None
    return Addressee(person_id, row[0], row[1] or settings.LANGUAGE_CODE)


def url_of(item: Item) -> str:
    return settings.URL + addresses.of_item(item.kind, item.pk, item.slug)


def _letter(to: Addressee, subject: str, blocks: Sequence[Block], why: str) -> Letter:
    context = {"subject": subject, "blocks": blocks, "why": why, "language": to.language}
    return Letter(to.email, mail.write("practice/mail/letter", context, language=to.language))


def still_right(item: Item, person_id: int, review_on: date) -> Letter | None:
    """To who keeps it, on the day: is it still right? Four answers, a click each."""
    to = addressee(person_id, item)
    if to is None:
        return None
    asked = links.Asked(person_id, item.pk, review_on)
    with translation.override(to.language):
        names = {"title": item.title, "community": item.community.name, "day": day_words(review_on)}
        blocks = [
            Block(_("You keep “%(title)s” in %(community)s. It was to be looked at again by %(day)s.") % names),
            Block(_("Read it"), url_of(item)),
            Block(_("It is still right"), links.address(asked, "still-right"), main=True),
            Block(_("Edit it"), links.address(asked, "edit")),
            Block(_("Hand it over to somebody else"), links.address(asked, "hand-over")),
            Block(_("Retire it"), links.address(asked, "retire")),
        ]
        why = _("You get this once for each review. Without an answer in 14 days, the coordinators are told.")
        return _letter(to, _("Still right? %(title)s") % names, blocks, why)


@dataclass(frozen=True, slots=True)
class Silent:
    """A practice about which nobody answered: whom we asked, or "" where it is offered around."""

    item: Item
    asked: str = ""


def unanswered(to: Addressee, found: Sequence[Silent]) -> Letter:
    """To a coordinator: all that nobody answered for and nobody took, in one letter."""
    with translation.override(to.language):
        subject = ngettext(
            "%(n)d practice waits for somebody to keep it true",
            "%(n)d practices wait for somebody to keep them true",
            len(found),
        ) % {"n": len(found)}
        blocks = [Block(_("Nobody answered in 14 days. Please ask somebody, or look yourself."))]
        for one in found:
            names = {"title": one.item.title, "community": one.item.community.name, "name": one.asked}
            if one.asked:
                words = _("%(title)s (%(community)s): %(name)s was asked whether it is still right") % names
            else:
                words = _("%(title)s (%(community)s): offered around, and nobody took it") % names
            blocks.append(Block(words, url_of(one.item)))
        return _letter(to, subject, blocks, _("You get this because you coordinate. It does not come again for these."))


def offered(item: Item, to: Addressee, offer: Handover) -> Letter:
    """To somebody who knows the practice well: would they keep it?"""
    with translation.override(to.language):
        names = {"title": item.title, "community": item.community.name, "name": offer.by.name if offer.by else ""}
        if offer.left:
            words = _("Nobody keeps “%(title)s” in %(community)s any more. You know it well: would you?") % names
        else:
            words = _("%(name)s hands on “%(title)s” in %(community)s. You know it well: would you keep it?") % names
        blocks = [Block(words)]
        if offer.note:
            blocks.append(Block(_("%(name)s wrote: %(note)s") % {**names, "note": offer.note}))
        blocks.append(Block(_("Look at it"), f"{url_of(item)}#keeping", main=True))
        why = _("You get this once, because it has words of yours or you used it. Nothing happens if you leave it.")
        return _letter(to, _("Would you keep “%(title)s”?") % names, blocks, why)


def asked_to_keep(person_id: int, item: Item, note: str, by: Viewer) -> Letter | None:
    """To whom it is handed on by name."""
    to = addressee(person_id, item)
    if to is None:
        return None
    with translation.override(to.language):
        names = {"title": item.title, "community": item.community.name, "name": by.name, "note": note}
        blocks = [
            Block(_("%(name)s asks you to keep “%(title)s” in %(community)s: to look at it now and then.") % names)
        ]
        if note:
            blocks.append(Block(_("%(name)s wrote: %(note)s") % names))
        blocks.append(Block(_("Say yes or no"), f"{url_of(item)}#keeping", main=True))
        why = _("Until you say yes, nothing changes.")
        return _letter(to, _("%(name)s asks you to keep “%(title)s”") % names, blocks, why)


def handover_answered(offer: Handover, item: Item, by: Viewer, *, taken: bool) -> Letter | None:
    """To who offered it: it was taken, or declined. Not to oneself."""
    to = addressee(offer.by_id, item) if offer.by_id != by.person_id else None
    if to is None:
        return None
    with translation.override(to.language):
        names = {"title": item.title, "name": by.name}
        if taken:
            words = _("%(name)s keeps “%(title)s” from now on.") % names
        else:
            words = _("%(name)s can’t keep “%(title)s”. You can ask somebody else, or offer it to all.") % names
        blocks = [Block(words), Block(item.title, url_of(item))]
        return _letter(to, words, blocks, _("You get this because you handed it on."))


def suggested(item: Item, steward_id: int | None, reason: str, by: Viewer) -> Letter | None:
    """To who keeps it: somebody suggests an edit."""
    to = addressee(steward_id, item) if steward_id != by.person_id else None
    if to is None:
        return None
    with translation.override(to.language):
        names = {"title": item.title, "name": by.name, "reason": reason}
        blocks = [
            Block(_("%(name)s suggests an edit of “%(title)s”, which you keep: %(reason)s") % names),
            Block(_("Look at it"), f"{settings.URL}/i/{item.pk}/suggestions", main=True),
        ]
        return _letter(to, _("An edit of “%(title)s”") % names, blocks, _("You get this because you keep it."))


def decided(suggestion: Suggestion, item: Item, verdict: str, why: str, by: Viewer) -> Letter | None:
    """To who suggested an edit: what became of it. Not to oneself."""
    to = addressee(suggestion.by_id, item) if suggestion.by_id != by.person_id else None
    if to is None:
        return None
    with translation.override(to.language):
        names = {"title": item.title, "name": by.name, "why": why}
        said = {
            Suggestion.Verdict.ACCEPTED: _("%(name)s accepted your edit of “%(title)s”."),
            Suggestion.Verdict.AMENDED: _("%(name)s accepted your edit of “%(title)s” with changes."),
            Suggestion.Verdict.DECLINED: _("%(name)s declined your edit of “%(title)s”."),
        }
        words = said[Suggestion.Verdict(verdict)] % names
        blocks = [Block(words)]
        if why:
            blocks.append(Block(_("%(name)s wrote: %(why)s") % names))
        blocks.append(Block(_("See what became of it"), f"{settings.URL}/suggestions/{suggestion.pk}"))
        return _letter(to, words, blocks, _("You get this because you suggested it."))

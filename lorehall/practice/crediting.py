"""The letter to somebody whose words a practice is made of, and its link by which they can have their name left out.

The link is one person's, for one practice. It is good for as long as the practice stands, because one may think better
of it late; it opens a page with a button, because scanners of mail open links.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from django.conf import settings
from django.core import signing
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from lorehall.communities.viewers import viewer_of
from lorehall.content import addresses
from lorehall.content.models import Item
from lorehall.content.policy import may_see
from lorehall.content.queries.sources import Source, sources
from lorehall.kernel import mail
from lorehall.people.models import Person
from lorehall.practice.letters import Block, Letter

SALT = "practice.credit"


class Credited(NamedTuple):
    """Who, on which practice."""

    person_id: int
    item_id: int


def token(credited: Credited) -> str:
    """What stands in the address."""
    return signing.dumps(list(credited), salt=SALT)


def read(said: str) -> Credited | None:
    """What a token says; None for what nobody here signed."""
    try:
        person_id, item_id = signing.loads(said, salt=SALT)
    except (signing.BadSignature, ValueError, TypeError):
        return None
    return Credited(int(person_id), int(item_id))


@dataclass(frozen=True, slots=True)
class Words:
    """What the letter names: the practice, its community, and what one wrote."""

    title: str
    community: str
    source: str


def letter_to(person_id: int, item: Item) -> Letter | None:
    """Ready to go. None for who has no account or address, and for who may not read the practice."""
    people = Person.objects.filter(pk=person_id, is_active=True, attributed=False, email__isnull=False)
    row = people.values_list("email", "language").first()
    viewer = viewer_of(person_id) if row else None
    if row is None or viewer is None or item.deleted_at is not None or not may_see(viewer, item):
        return None
    own = [source for source in sources(viewer, item.pk) if source.own]
    if not own:
        return None
    language = row[1] or settings.LANGUAGE_CODE
    with translation.override(language):
        return Letter(row[0] or "", _written(item, _best(own), Credited(person_id, item.pk), language))


def _best(own: list[Source]) -> Source:
    """The one to name: what the person may still read comes before what they may not, answers before the rest."""
    return min(own, key=lambda source: (not source.title, source.kind != "answer", source.number))


def _written(item: Item, source: Source, who: Credited, language: str) -> mail.Written:
    names = {"title": item.title, "community": item.community.name, "source": source.title}
    answer = source.kind == "answer"
    subject = _("Your answer is now part of “%(title)s”") if answer else _("Your words are now part of “%(title)s”")
    if source.title and answer:
        words = _("Your answer to “%(source)s” is now part of the practice “%(title)s” in %(community)s.")
    elif source.title:
        words = _("What you wrote in “%(source)s” is now part of the practice “%(title)s” in %(community)s.")
    else:
        words = _("What you wrote is now part of the practice “%(title)s” in %(community)s.")
    url = settings.URL + addresses.of_item(item.kind, item.pk, item.slug)
    blocks = [
        Block(words % names),
        Block(_("Read it"), url, main=True),
        Block(_("It names you with what you wrote. If you would rather not be named there:")),
        Block(_("Leave my name out"), settings.URL + reverse("practice:credit_by_mail", args=[token(who)])),
    ]
    why = _("You get this once for each practice that your words become part of.")
    context = {"subject": subject % names, "blocks": blocks, "why": why, "language": language}
    return mail.write("practice/mail/letter", context, language=language)

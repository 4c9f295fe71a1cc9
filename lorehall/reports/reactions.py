"""What reports answer to: whoever may soon use a practice is asked later how it went."""

from __future__ import annotations

from lorehall.bookmarks.facts import Bookmarked
from lorehall.content.models import Citation, Item, ItemKind
from lorehall.kernel import clock
from lorehall.practice.facts import Published, Revised
from lorehall.questions.facts import Confirmed
from lorehall.questions.models import Confirmation
from lorehall.reports.models import Ask
from lorehall.reports.rules.ask import ask_later


def ask_who_put_it_by(fact: Bookmarked) -> None:
    """Who bookmarks a practice is asked whether they used it."""
    if Item.objects.filter(pk=fact.item_id, kind=ItemKind.PRACTICE, deleted_at=None).exists():
        ask_later(fact.item_id, fact.by_id, Ask.Why.BOOKMARKED, clock.now())


def ask_who_was_helped(fact: Confirmed) -> None:
    """Whose question was answered by what a practice is made of is asked how that practice went."""
    asker = Item.objects.filter(pk=fact.item_id).values_list("author_id", flat=True).first()
    cited = Citation.objects.filter(post_id=fact.post_id, gone_at=None, item__deleted_at=None)
    for practice_id in cited.filter(item__kind=ItemKind.PRACTICE).values_list("item_id", flat=True):
        ask_later(practice_id, asker or 0, Ask.Why.ANSWERED, clock.now())


def ask_who_was_helped_before(fact: Published | Revised) -> None:
    """A practice cites answers that were confirmed already: their askers are asked."""
    cited = Citation.objects.filter(item_id=fact.item_id, gone_at=None).values("post_id")
    confirmed = Confirmation.objects.filter(post_id__in=cited, ended_at=None)
    for asker in set(confirmed.values_list("question__item__author_id", flat=True)):
        ask_later(fact.item_id, asker, Ask.Why.ANSWERED, clock.now())

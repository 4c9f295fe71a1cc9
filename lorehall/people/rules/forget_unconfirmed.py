"""Accounts that nobody ever confirmed: they hold an address that may be somebody else's."""

from __future__ import annotations

from datetime import timedelta

from allauth.account.models import EmailAddress
from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet

from lorehall.kernel import clock
from lorehall.people.models import Person

KEPT_FOR = timedelta(days=7)


def forget_unconfirmed() -> int:
    """Remove accounts never confirmed within a week; says how many. Nobody could sign in to them."""
    with transaction.atomic():
        old = _never_confirmed().filter(joined_at__lt=clock.now() - KEPT_FOR)
        return _remove(old)


def free_address(email: str, *, keep: int) -> int:
    """Remove other accounts that took this address and never confirmed it, now that its owner did."""
    return _remove(_never_confirmed().filter(email=email.lower()).exclude(pk=keep))


def _never_confirmed() -> QuerySet[Person]:
    confirmed = EmailAddress.objects.filter(user_id=OuterRef("pk"), verified=True)
    return Person.objects.filter(~Exists(confirmed), attributed=False, last_login__isnull=True)


def _remove(people: QuerySet[Person]) -> int:
    ids = list(people.values_list("pk", flat=True))
    Person.objects.filter(pk__in=ids).delete()
    return len(ids)

"""Go by another handle. The old one keeps leading here, and stays out of others' reach for a year."""

from __future__ import annotations

from datetime import timedelta

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from lorehall.kernel import clock, facts
from lorehall.kernel.errors import Hidden, Refused
from lorehall.people import handles, policy
from lorehall.people.facts import HandleChanged
from lorehall.people.models import OldHandle, Person
from lorehall.people.viewer import Viewer

KEPT_FOR = timedelta(days=365)


@transaction.atomic
def change_handle(person_id: int, handle: str, *, by: Viewer) -> str:
    """Give the person this handle and hand it back folded; nothing happens when they have it already.

    Raises Refused (`handle_shape`, `handle_reserved`, `handle_taken`) on field `handle`.
    """
    policy.require_self(by, person_id)
    new = handles.clean(handle)
    old = Person.objects.filter(pk=person_id).values_list("handle", flat=True).first()
    if old is None:
        raise Hidden
    if new == old:
        return new
    try:
        with transaction.atomic():
            changed = Person.objects.filter(pk=person_id, handle=old).update(handle=new)
    except IntegrityError:
        raise handles.taken() from None
    if not changed:
        raise Refused("handle_changed", _("Your handle was changed in another window. Look again."), "handle")
    # After the update: whoever gave this handle up at the same time has committed by now.
    if OldHandle.objects.filter(handle=new, until__gt=clock.now()).exclude(person_id=person_id).exists():
        raise handles.taken()
    OldHandle.objects.filter(handle__in=(new, old)).delete()
    OldHandle.objects.create(handle=old, person_id=person_id, until=clock.now() + KEPT_FOR)
    facts.record(HandleChanged(person_id=person_id, old=old, new=new))
    return new

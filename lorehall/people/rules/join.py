"""A person comes into being."""

from __future__ import annotations

import zlib
from itertools import islice

from allauth.account.models import EmailAddress
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from lorehall.kernel import clock, facts
from lorehall.kernel.errors import Refused
from lorehall.people import handles
from lorehall.people.facts import Joined
from lorehall.people.models import HUES, OldHandle, Person
from lorehall.people.names import clean_name, refuse_address

_TRIES = 12


def register(name: str, email: str, password: str | None, *, handle: str = "", is_host: bool = False) -> Person:
    """A new account whose address is still to be confirmed, with a handle made from the name.

    Raises Refused: `email_taken` (never to be shown to who asked), `email_shape`, `name_…`, `handle_…`.
    """
    person = Person(name=refuse_address(clean_name(name)), email=_clean_email(email), is_host=is_host)
    person.set_password(password)
    wanted = [handles.clean(handle)] if handle else list(islice(handles.candidates(name), _TRIES))
    held = set(OldHandle.objects.filter(handle__in=wanted, until__gt=clock.now()).values_list("handle", flat=True))
    held |= set(Person.objects.filter(handle__in=wanted).values_list("handle", flat=True))
    for candidate in wanted:
        if candidate in held:
            continue
        person.handle, person.hue = candidate, hue_of(candidate)
        try:
            with transaction.atomic():
                person.save(force_insert=True)
        except IntegrityError:
            if Person.objects.filter(email=person.email).exists():
                raise Refused("email_taken", _("There is an account with this address."), "email") from None
            continue
        return person
    raise handles.taken()


@transaction.atomic
def create_person(
    name: str, email: str, password: str | None = None, *, handle: str = "", is_host: bool = False
) -> Person:
    """A person whose address is vouched for, ready to sign in: for the host's set-up, the demo and tests.

    Raises what `register` raises.
    """
    person = register(name, email, password, handle=handle, is_host=is_host)
    EmailAddress.objects.create(user=person, email=person.email, verified=True, primary=True)
    facts.record(Joined(person_id=person.pk))
    return person


def create_host(name: str, email: str, password: str) -> Person:
    """The first account of an installation, who runs it. Raises what `register` raises."""
    return create_person(name, email, password, is_host=True)


def hue_of(handle: str) -> int:
    """A steady colour for somebody without a photo."""
    return zlib.crc32(handle.encode()) % HUES


def _clean_email(raw: str) -> str:
    email = raw.strip().lower()
    try:
        validate_email(email)
    except ValidationError:
        raise Refused("email_shape", _("This is not an e-mail address."), "email") from None
    return email

"""Keep a draft, end it when it was sent, throw it away, bring it back. Drafts are their writer's alone, so nothing here
says a fact.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import IntegrityError, transaction
from django.db.models import F, Max, Q, QuerySet
from django.utils.translation import gettext as _

from lorehall.content.models import Post
from lorehall.drafts.fields import Fields, said
from lorehall.drafts.kinds import KINDS
from lorehall.drafts.models import Draft
from lorehall.drafts.tickets import NEW, Ticket
from lorehall.kernel import clock
from lorehall.kernel.errors import Conflict, Forbidden, Hidden, Refused
from lorehall.people.viewer import Viewer

MOST = 200
KEPT = timedelta(days=180)
THROWN = timedelta(days=7)
"""How long what was thrown away can be brought back."""
MOST_THROWN = 50


@dataclass(frozen=True, slots=True)
class Writing:
    """A form as it stands. `token` is its own one-time token, `was` that of the form it was taken over from: what
    either of them wrote is no conflict.
    """

    fields: Fields
    token: str = ""
    was: str = ""
    device: str = ""


@dataclass(frozen=True, slots=True)
class Kept:
    """What stands now. `sent` says that this very form has been sent, so that nothing was left to keep."""

    ticket: Ticket
    at: datetime
    sent: bool = False


def keep(ticket: Ticket, writing: Writing, *, by: Viewer) -> Kept:
    """Keep the form. Raises `Conflict` with the other draft (`theirs`) where another form wrote meanwhile, `Forbidden`
    where the ticket is somebody else's, `Refused` where there are too many.
    """
    if by.person_id != ticket.person_id or ticket.verb not in KINDS:
        raise Forbidden("not_yours", _("This was begun under another account."))
    now = clock.now()
    if _was_sent(ticket, writing):
        return Kept(ticket._replace(version=0), now, sent=True)
    with transaction.atomic():
        if ticket.number == NEW:
            ticket = ticket._replace(number=free_number(ticket), version=0)
        if not said(writing.fields):
            _mine(ticket, writing).delete()
            return Kept(ticket._replace(version=0), now)
        if _update(ticket, writing, now) or _insert(ticket, writing, now):
            version = _of(ticket).values_list("version", flat=True).get()
            return Kept(ticket._replace(version=version), now)
        theirs = _of(ticket).get()
        if theirs.fields == writing.fields:
            return Kept(ticket._replace(version=theirs.version), theirs.saved_at)
    raise Conflict("written_elsewhere", _("This draft was changed elsewhere too. Both are kept."), theirs=theirs)


def _of(ticket: Ticket) -> QuerySet[Draft]:
    return Draft.objects.filter(
        person_id=ticket.person_id, verb=ticket.verb, target=ticket.target, number=ticket.number
    )


def _mine(ticket: Ticket, writing: Writing) -> QuerySet[Draft]:
    """The draft, if it stands as this form left or found it. A form whose answer got lost on the way finds its own."""
    tokens = [token for token in (writing.token, writing.was) if token]
    return _of(ticket).filter(Q(version=ticket.version) | Q(token__in=tokens))


def _update(ticket: Ticket, writing: Writing, now: datetime) -> int:
    return _mine(ticket, writing).update(
        fields=writing.fields,
        version=F("version") + 1,
        token=writing.token,
        saved_at=now,
        device=writing.device,
    )


def _insert(ticket: Ticket, writing: Writing, now: datetime) -> bool:
    """Begin a draft; or begin it anew, counting on, where it was sent or thrown away from another device."""
    if Draft.objects.filter(person_id=ticket.person_id, number__gte=0).count() >= MOST:
        raise Refused("too_many", _("You have very many drafts. Throw some away, then this one can be kept."))
    try:
        with transaction.atomic():
            Draft.objects.create(
                person_id=ticket.person_id,
                verb=ticket.verb,
                target=ticket.target,
                number=ticket.number,
                fields=writing.fields,
                version=ticket.version + 1,
                token=writing.token,
                saved_at=now,
                device=writing.device,
            )
    except IntegrityError:
        return False
    return True


def free_number(ticket: Ticket) -> int:
    """The number of one more draft of the same thing. Of two at once the second is told of a conflict."""
    same = Draft.objects.filter(person_id=ticket.person_id, verb=ticket.verb, target=ticket.target)
    last = same.aggregate(last=Max("number"))["last"]
    return max(0, last + 1) if last is not None else 0


def _was_sent(ticket: Ticket, writing: Writing) -> bool:
    """Whether the form has been sent: a last save that was under way must not bring its draft back."""
    if ticket.verb == "edit":
        text = "\n".join(writing.fields.get("text", ())).strip()
        stands = Post.objects.filter(pk=ticket.target, edited_by_id=ticket.person_id)
        found = stands.values_list("source", "version").first()
        started = "".join(writing.fields.get("version", ()))
        return found is not None and found[0].strip() == text and str(found[1]) != started
    return bool(writing.token) and Post.objects.filter(author_id=ticket.person_id, submission=writing.token).exists()


def done(ticket: Ticket, token: str, was: str = "") -> None:
    """The form was sent. Its draft ends, unless another form wrote to it meanwhile: that text was not sent."""
    tokens = [one for one in (token, was) if one]
    _of(ticket).filter(Q(version__lte=ticket.version) | Q(token__in=tokens)).delete()


def throw_away(draft_id: int, *, by: Viewer) -> None:
    """Take a draft off the list. For a week it can be brought back. Raises `Hidden`."""
    with transaction.atomic():
        if not _throw(Draft.objects.filter(pk=draft_id, person_id=by.id), by.id):
            raise Hidden


def throw_form_away(ticket: Ticket, writing: Writing, *, by: Viewer) -> None:
    """The writer thought better of sending this form: like `throw_away`, with what the form holds now. Raises like
    `keep`.
    """
    with transaction.atomic():
        _throw(_of(keep(ticket, writing, by=by).ticket), by.id)


def _throw(drafts: QuerySet[Draft], person_id: int) -> int:
    # A negative number leaves its place to the next draft of the same thing.
    thrown = drafts.filter(thrown_at=None).update(thrown_at=clock.now(), number=-F("id"))
    # Or keeping and throwing away by turns would fill the disk.
    away = Draft.objects.filter(person_id=person_id, thrown_at__isnull=False).order_by("-thrown_at", "-id")
    Draft.objects.filter(pk__in=away.values_list("pk", flat=True)[MOST_THROWN : MOST_THROWN + MOST]).delete()
    return thrown


def bring_back(draft_id: int, *, by: Viewer) -> Draft:
    """The draft stands again, beside another one if its place was taken. Raises `Hidden`."""
    with transaction.atomic():
        draft = Draft.objects.filter(pk=draft_id, person_id=by.id, thrown_at__isnull=False).first()
        if draft is None:
            raise Hidden
        draft.number = free_number(Ticket(draft.verb, draft.target, by.id))
        Draft.objects.filter(pk=draft_id).update(thrown_at=None, number=draft.number, saved_at=clock.now())
    return draft


def sweep() -> int:
    """Remove drafts that nobody touched for `KEPT`, and those thrown away before `THROWN`. Says how many."""
    now = clock.now()
    old = Draft.objects.filter(Q(saved_at__lt=now - KEPT) | Q(thrown_at__lt=now - THROWN))
    return old.delete()[0]

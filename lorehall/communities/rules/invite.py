"""Invite people: by mail to an address, or by a link to pass on. Whoever holds the token may come in."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.db.models import Count, F
from django.utils.translation import gettext as _

from lorehall.communities import writing
from lorehall.communities.facts import InvitationMade, InvitationRevoked, InvitationUsed
from lorehall.communities.find import find_community, find_invitation, person_of
from lorehall.communities.letters import Letter, invitations, new_token
from lorehall.communities.models import Community, Invitation, InvitationUse, Membership
from lorehall.communities.rules.enter import enter
from lorehall.communities.rules.hold import hold
from lorehall.kernel import clock, facts, mail, policy
from lorehall.kernel.errors import Refused
from lorehall.kernel.policy import Permission
from lorehall.people.viewer import Viewer

LASTS = timedelta(days=14)
LONGEST = timedelta(days=90)
MOST_USES = 500
MOST_ADDRESSES = 50
MOST_LETTERS = 200
"""Letters that one person sends within `A_DAY`, over all communities: enough for a large one, not for a nuisance."""
MOST_TO_ONE = 3
"""Of these, to one address."""
A_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Terms:
    """What an invitation holds for: how many people, how long."""

    email: str = ""
    note: str = ""
    most_uses: int = 1
    lasts: timedelta = LASTS


@dataclass(frozen=True, slots=True)
class Invited:
    """A new invitation and its token, which is known here and never again."""

    invitation: Invitation
    token: str


def hash_of(token: str) -> str:
    """What is kept of a token."""
    return hashlib.sha256(token.encode()).hexdigest()


def addresses(typed: Iterable[str]) -> list[str]:
    """E-mail addresses, folded, each once; raises Refused on field `invite` for what is none, or too many."""
    found = list(dict.fromkeys(word for one in typed if (word := one.strip().strip("<>").lower())))
    if len(found) > MOST_ADDRESSES:
        raise Refused("too_many", _("At most %(count)d addresses at a time.") % {"count": MOST_ADDRESSES}, "invite")
    for address in found:
        try:
            validate_email(address)
        except ValidationError:
            raise Refused(
                "email_shape",
                _("“%(address)s” is not an e-mail address.") % {"address": address[:80]},
                "invite",
            ) from None
    return found


def invite(community_id: int, emails: Iterable[str], *, note: str = "", by: Viewer) -> list[Invitation]:
    """Send one invitation to each address. Nothing tells whether somebody there has an account or is a member."""
    community = find_community(community_id, by)
    policy.require(Permission.INVITE, by, community)
    to = addresses(emails)
    if not to:
        raise Refused("empty", _("Give at least one e-mail address."), "invite")
    letters = write_letters(to, community, note=note, by=by)
    with transaction.atomic():
        return send_letters(letters, community, by=by)


def write_letters(to: Iterable[str], community: Community, *, note: str, by: Viewer) -> list[Letter]:
    """The letters for these addresses, before the transaction; raises Refused on field `note` or `invite`."""
    note = writing.paragraph(note, field="note", limit=500)
    to = list(to)
    _refuse_nuisance(to, person_of(by))
    return invitations(to, community, note=note, by=by, until=clock.now() + LASTS)


def _refuse_nuisance(to: list[str], person_id: int) -> None:
    """Anybody may open a community, so that letters of invitation could be sent to anybody, again and again."""
    if not to:
        return
    sent = Invitation.objects.filter(by_id=person_id, made_at__gt=clock.now() - A_DAY).exclude(email="")
    if sent.count() + len(to) > MOST_LETTERS:
        raise Refused("too_many_today", _("That is more letters than one person can send in a day."), "invite")
    again = sent.filter(email__in=to).values_list("email").annotate(n=Count("pk")).filter(n__gte=MOST_TO_ONE)
    if address := again.order_by("email").values_list("email", flat=True).first():
        said = _("%(address)s got several letters from you today.") % {"address": address}
        raise Refused("too_often", said, "invite")


def send_letters(letters: Iterable[Letter], community: Community, *, by: Viewer) -> list[Invitation]:
    """Make the invitations and send their letters, in the caller's transaction."""
    made = []
    for letter in letters:
        terms = Terms(email=letter.email, note=letter.note)
        made.append(_make(community, letter.token, terms, by=by))
        mail.send_written(letter.written, letter.email)
    return made


def make_link(
    community_id: int, *, most_uses: int = 10, lasts: timedelta = LASTS, note: str = "", by: Viewer
) -> Invited:
    """A link that lets in as many as `most_uses` people until it runs out."""
    community = find_community(community_id, by)
    policy.require(Permission.INVITE, by, community)
    if not 1 <= most_uses <= MOST_USES:
        raise Refused("most_uses", _("Between 1 and %(count)d uses.") % {"count": MOST_USES}, "most_uses")
    if not timedelta(hours=1) <= lasts <= LONGEST:
        raise Refused("lasts", _("A link lasts at most %(count)d days.") % {"count": LONGEST.days}, "days")
    terms = Terms(most_uses=most_uses, lasts=lasts, note=writing.paragraph(note, field="note", limit=500))
    token = new_token()
    with transaction.atomic():
        return Invited(_make(community, token, terms, by=by), token)


def _make(community: Community, token: str, terms: Terms, *, by: Viewer) -> Invitation:
    now = clock.now()
    invitation = Invitation.objects.create(
        community=community,
        token_hash=hash_of(token),
        email=terms.email,
        note=terms.note,
        by_id=person_of(by),
        made_at=now,
        expires_at=now + terms.lasts,
        most_uses=terms.most_uses,
    )
    facts.record(
        InvitationMade(
            community_id=community.pk,
            by_id=person_of(by),
            invitation_id=invitation.pk,
            by_mail=bool(terms.email),
        )
    )
    return invitation


def revoke(invitation_id: int, *, by: Viewer) -> None:
    """Nobody comes in by it any more. Revoking twice is revoking once."""
    invitation = find_invitation(invitation_id, by)
    policy.require(Permission.COORDINATE, by, invitation.community)
    with transaction.atomic():
        standing = Invitation.objects.filter(pk=invitation_id, revoked_at=None)
        if standing.update(revoked_at=clock.now(), revoked_by_id=by.person_id):
            facts.record(
                InvitationRevoked(
                    community_id=invitation.community_id, by_id=person_of(by), invitation_id=invitation_id
                )
            )


def revoke_those_of(community_id: int, person_id: int, *, by_id: int) -> None:
    """What somebody handed out who was sent away no longer lets anybody in, themselves least of all. Inside the
    caller's transaction.
    """
    theirs = Invitation.objects.filter(community_id=community_id, by_id=person_id, revoked_at=None)
    for invitation_id in list(theirs.filter(expires_at__gt=clock.now()).values_list("pk", flat=True)):
        if theirs.filter(pk=invitation_id).update(revoked_at=clock.now(), revoked_by_id=by_id):
            facts.record(InvitationRevoked(community_id=community_id, by_id=by_id, invitation_id=invitation_id))


def accept_invitation(token: str, *, by: Viewer) -> Membership:
    """Come in by an invitation. One that is unknown, used up, revoked or over raises the same Refused `not_valid`."""
    person_id = person_of(by)
    invitation = Invitation.objects.filter(token_hash=hash_of(token)).first()
    if invitation is None:
        raise not_valid()
    with transaction.atomic():
        community = hold(invitation.community_id)
        membership = enter(community, person_id, by_id=invitation.by_id, way="invitation")
        # The count decides: of two people at the last use, one moves it and the other is undone by the refusal.
        standing = Invitation.objects.filter(
            pk=invitation.pk, revoked_at=None, expires_at__gt=clock.now(), uses__lt=F("most_uses")
        )
        if not standing.update(uses=F("uses") + 1):
            raise not_valid()
        use = InvitationUse(invitation=invitation, person_id=person_id, at=clock.now())
        InvitationUse.objects.bulk_create([use], ignore_conflicts=True)  # they left, and come back by the same link
        facts.record(InvitationUsed(community_id=community.pk, by_id=person_id, invitation_id=invitation.pk))
    return membership


def not_valid() -> Refused:
    """What is said of every token that lets nobody in."""
    return Refused("not_valid", _("This invitation is not valid any more. Ask whoever sent it to you for a new one."))

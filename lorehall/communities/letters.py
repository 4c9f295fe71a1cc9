"""The mail that communities send, written before the transaction that sends it."""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.urls import reverse
from django.utils import translation

from lorehall.communities.models import Community
from lorehall.kernel import mail
from lorehall.kernel.ui.times import day_words
from lorehall.people.viewer import Viewer


@dataclass(frozen=True, slots=True)
class Letter:
    """An invitation for one address: the token that it holds, and what it says."""

    email: str
    token: str
    note: str
    written: mail.Written


def new_token() -> str:
    """32 random bytes, for an address."""
    return secrets.token_urlsafe(32)


def invitation_url(token: str) -> str:
    """The whole address of an invitation."""
    return settings.URL + reverse("communities:invitation", args=[token])


def invitations(to: Iterable[str], community: Community, *, note: str, by: Viewer, until: datetime) -> list[Letter]:
    """One letter for each address. It says the same whether or not somebody there has an account."""
    letters = []
    with translation.override(community.language):
        last_day = day_words(until)
    for email in to:
        token = new_token()
        context = {
            "community": community.name,
            "summary": community.summary,
            "inviter": by.name,
            "note": note,
            "until": last_day,
            "url": invitation_url(token),
        }
        written = mail.write("communities/mail/invitation", context, language=community.language)
        letters.append(Letter(email, token, note, written))
    return letters

"""What can be done with communities, one verb a file."""

from __future__ import annotations

from lorehall.communities.rules.charter import CharterText, revise_charter
from lorehall.communities.rules.draft import discard_draft, save_draft
from lorehall.communities.rules.invite import accept_invitation, invite, make_link, revoke
from lorehall.communities.rules.join import accept, ask_to_join, decline, join, withdraw
from lorehall.communities.rules.launch import mark_step, unmark_step
from lorehall.communities.rules.leave import leave, remove
from lorehall.communities.rules.open import Opening, open_community
from lorehall.communities.rules.role import change_role, reinstate, suspend
from lorehall.communities.rules.room import change_room, let_in, let_out, make_room
from lorehall.communities.rules.settings import Settings, change_settings, settings_of

__all__ = [
    "CharterText",
    "Opening",
    "Settings",
    "accept",
    "accept_invitation",
    "ask_to_join",
    "change_role",
    "change_room",
    "change_settings",
    "decline",
    "discard_draft",
    "invite",
    "join",
    "leave",
    "let_in",
    "let_out",
    "make_link",
    "make_room",
    "mark_step",
    "open_community",
    "reinstate",
    "remove",
    "revise_charter",
    "revoke",
    "save_draft",
    "settings_of",
    "suspend",
    "unmark_step",
    "withdraw",
]

"""Verbs that change people, one file a verb."""

from __future__ import annotations

from lorehall.people.rules.attribute import Author, attribute, attribute_many
from lorehall.people.rules.change_handle import change_handle
from lorehall.people.rules.edit_profile import edit_profile
from lorehall.people.rules.end_sessions import end_other_sessions, end_session, forget_traces
from lorehall.people.rules.forget_unconfirmed import forget_unconfirmed, free_address
from lorehall.people.rules.join import create_host, create_person, register
from lorehall.people.rules.set_photo import remove_photo, set_photo

__all__ = [
    "Author",
    "attribute",
    "attribute_many",
    "change_handle",
    "create_host",
    "create_person",
    "edit_profile",
    "end_other_sessions",
    "end_session",
    "forget_traces",
    "forget_unconfirmed",
    "free_address",
    "register",
    "remove_photo",
    "set_photo",
]

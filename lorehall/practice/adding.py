"""Put what somebody found into the text of a practice, where it belongs: for a form that begins with it."""

from __future__ import annotations

import re

from django.utils import translation
from django.utils.translation import gettext as _

from lorehall.content.find import find_post
from lorehall.content.models import Post, PostRole
from lorehall.kernel.errors import Hidden
from lorehall.kernel.text.fold import fold
from lorehall.people.viewer import Viewer

_ASKED = re.compile(r"p([0-9]{1,18})", re.ASCII)
_HEADING = re.compile(r"^(#{1,6})[ \t]+(\S.*)$", re.MULTILINE)
_ENGLISH = "Where it does not fit"
_LONGEST = 400


def asked_post(asked: str, item_id: int, viewer: Viewer) -> Post | None:
    """The report that `?add=p12` names; None for what is no report of this practice, or is not for this viewer."""
    named = _ASKED.fullmatch(asked)
    if named is None:
        return None
    try:
        post = find_post(int(named[1]), viewer)
    except Hidden:
        return None
    fits = post.item_id == item_id and post.role == PostRole.REPORT and post.deleted_at is None
    return post if fits else None


def with_failure(source: str, post: Post, language: str) -> str:
    """The text with the report's words and a citation of it at the end of "Where it does not fit", in the practice's
    language or in English; with that section where there is none. A text that cites it already stays as it is.
    """
    mark = f"[^p{post.pk}]"
    if mark in source:
        return source
    words = " ".join(post.source.split())[:_LONGEST]
    line = f"{words} {mark}".strip()
    with translation.override(language):
        title = _("Where it does not fit")
    found = _section(source, {fold(title), fold(_ENGLISH)})
    if found is None:
        return f"{source.rstrip()}\n\n## {title}\n\n{line}\n"
    before, after = source[:found].rstrip(), source[found:]
    return f"{before}\n\n{line}\n" + (f"\n{after}" if after else "")


def _section(source: str, titles: set[str]) -> int | None:
    """Where the section of one of these titles ends; None where there is none."""
    headings = list(_HEADING.finditer(source))
    for number, heading in enumerate(headings):
        if fold(heading[2].rstrip(" \t#")) in titles:
            later = (one.start() for one in headings[number + 1 :] if len(one[1]) <= len(heading[1]))
            return next(later, len(source))
    return None

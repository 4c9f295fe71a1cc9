"""Mails about an account. One text template each; its HTML is made from the same words.

The first line is the subject. Below, a paragraph that is one word is a code to type, and a paragraph such as
`Confirm: https://…` is a link with its label.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from hashlib import sha256
from typing import Any, NamedTuple

import css_inline
import structlog
from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation

from lorehall.kernel import mail
from lorehall.kernel.often import may_again
from lorehall.people import devices

log = structlog.get_logger(__name__)
MOST_AN_HOUR = 15
_LINK = re.compile(r"(?P<label>[^\n]+): (?P<url>https?://\S+)")


class Block(NamedTuple):
    """A paragraph: `kind` is words, code or link."""

    kind: str
    text: str
    url: str = ""


def send(template: str, to: str, context: Mapping[str, Any]) -> None:
    """Write `<template>.txt` to an address, in the language of the person in the context, by a job.

    At most `MOST_AN_HOUR` to one address, whoever asks for them: anybody can type somebody else's into a form.
    """
    if not _may_write_to(to):
        log.warning("letter held back", template=template)
        return
    language = getattr(context.get("user"), "language", "") or translation.get_language() or "en"
    with translation.override(language):
        mail.send_written(write(template, {**context, "email": to}), to)


def write(template: str, context: Mapping[str, Any]) -> mail.Written:
    """The letter with its two forms, in the language that is active."""
    agent = context.get("user_agent")
    more = {"address_of_house": settings.URL, "device": devices.describe(agent) if agent else ""}
    text = render_to_string(f"{template}.txt", {**context, **more}).strip()
    subject, _, body = text.partition("\n")
    paragraphs = [block(part.strip()) for part in re.split(r"\n\s*\n", body.strip()) if part.strip()]
    shown = {"subject": mail.one_line(subject), "blocks": paragraphs, "language": translation.get_language()}
    html = css_inline.inline(render_to_string("account/email/letter.html", shown), extra_css=mail.style())
    return mail.Written(mail.one_line(subject), body.strip() + "\n", html)


def _may_write_to(address: str) -> bool:
    """Count one more letter to the address; the same work for one that is known and one that is not."""
    key = f"letters:{sha256(address.strip().lower().encode()).hexdigest()}"
    return may_again(key, MOST_AN_HOUR)


def block(paragraph: str) -> Block:
    """What a paragraph is."""
    link = _LINK.fullmatch(paragraph)
    if link:
        return Block("link", link["label"], link["url"])
    return Block("words" if re.search(r"\s", paragraph) else "code", paragraph)

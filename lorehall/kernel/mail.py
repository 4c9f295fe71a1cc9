"""Mail: a template and a person's address in, a message out, by a job that tries again when the server is away.

A mail is two templates, `<name>.txt` and `<name>.html`. The first line of the text is the subject.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from email.utils import make_msgid, parseaddr
from functools import cache
from pathlib import Path
from typing import Any

import css_inline
from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.utils import translation
from django_tasks import task


@dataclass(frozen=True, slots=True)
class Written:
    """A mail, ready to go."""

    subject: str
    text: str
    html: str


def write(template: str, context: Mapping[str, Any], *, language: str = "") -> Written:
    """Render `<template>.txt` and `<template>.html` in a language, the styles moved into the elements."""
    with translation.override(language or settings.LANGUAGE_CODE):
        text = render_to_string(f"{template}.txt", dict(context)).strip()
        html = render_to_string(f"{template}.html", dict(context))
    subject, _, body = text.partition("\n")
    return Written(one_line(subject), body.strip() + "\n", css_inline.inline(html, extra_css=style()))


@cache
def style() -> str:
    """How letters look: the rules for `letter`, `button`, `code` and `small`, to be moved into the elements."""
    return (Path(__file__).parent / "ui" / "templates" / "ui" / "letter.css").read_text(encoding="utf-8")


def send(
    template: str,
    to: str,
    context: Mapping[str, Any],
    *,
    language: str = "",
    reply_to: str = "",
    unsubscribe: str = "",
) -> None:
    """Write a mail now and send it after the commit, by a job.

    `unsubscribe` is an address at which one POST ends mails of this kind. Rendering runs no query of its own if the
    context is ready to print; call it outside a transaction where that can be.
    """
    send_written(write(template, context, language=language), to, reply_to=reply_to, unsubscribe=unsubscribe)


def send_written(written: Written, to: str, *, reply_to: str = "", unsubscribe: str = "") -> None:
    """Send what is written already, after the commit, by a job."""
    domain = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2] or "localhost"
    headers = {
        # Made once, here: a mail that is sent a second time after a crash is recognised as the same.
        "Message-ID": make_msgid(domain=domain),
        # Out-of-office replies are not for us.
        "Auto-Submitted": "auto-generated",
        "X-Auto-Response-Suppress": "All",
    }
    if unsubscribe:
        headers["List-Unsubscribe"] = f"<{unsubscribe}>"
        headers["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    deliver.enqueue(
        subject=one_line(written.subject),
        text=written.text,
        html=written.html,
        to=one_line(to),
        reply_to=one_line(reply_to),
        headers=headers,
    )


def one_line(words: str) -> str:
    """Without line breaks, which would begin a new header."""
    return re.sub(r"\s+", " ", words).strip()


@task(queue_name="mail", attempts=12)
def deliver(*, subject: str, text: str, html: str, to: str, reply_to: str, headers: dict[str, str]) -> None:
    """Hand one mail to the server. Raises what the server raises, so that it is tried again."""
    message = EmailMultiAlternatives(subject, text, to=[to], reply_to=[reply_to] if reply_to else None, headers=headers)
    if html:
        message.attach_alternative(html, "text/html")
    message.send()

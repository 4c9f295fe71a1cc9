"""The letters that a journey waits for: everything due is done, then the newest letter is opened."""

from __future__ import annotations

import re

from django.core import mail


def link_in_mail(to: str, *, containing: str = "") -> str:
    """The first link in the newest letter to this address (that has this in it), without the site."""
    from lorehall.kernel import facts, jobs

    facts.deliver_all(strict=True)
    jobs.run_all(strict=True)
    body = next(message.body for message in reversed(mail.outbox) if message.to == [to])
    found = [link for link in re.findall(r"https?://[^/\s]+(/\S+)", str(body)) if containing in link]
    assert found, body
    return str(found[0])

"""Why a thread would be worth a practice, in words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from django.utils.translation import gettext as _
from django.utils.translation import ngettext


def reasons(counts: Mapping[str, int], *, answered: bool = False) -> tuple[str, ...]:
    """The best reason first; `counts` as `Worth.reasons` keeps them. What is said under a question is `answered`."""
    return tuple(_said({name: n for name, n in counts.items() if n > 0}, answered))


def _said(counts: Mapping[str, int], answered: bool) -> Iterator[str]:
    if counts.get("confirmed"):
        yield _("an answer is confirmed")
    if n := counts.get("asked_again"):
        yield ngettext("%(n)s more had the same question", "%(n)s more had the same question", n) % {"n": n}
    if n := counts.get("found"):
        yield ngettext("spared %(n)s the asking", "spared %(n)s the asking", n) % {"n": n}
    if n := counts.get("saved"):
        yield ngettext("saved by %(n)s", "saved by %(n)s", n) % {"n": n}
    if n := counts.get("linked"):
        yield ngettext("linked from %(n)s other", "linked from %(n)s others", n) % {"n": n}
    if n := counts.get("useful"):
        yield ngettext("marked useful once", "marked useful %(n)s times", n) % {"n": n}
    if n := counts.get("posts"):
        said = ngettext("%(n)s answer", "%(n)s answers", n) if answered else ngettext("%(n)s reply", "%(n)s replies", n)
        yield said % {"n": n}

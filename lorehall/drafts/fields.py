"""What of a form is kept."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _

from lorehall.kernel.errors import Refused
from lorehall.kernel.text.limits import MAX_SOURCE
from lorehall.kernel.ui.forms import FORM_TOKEN

MOST_FIELDS = 60
MOST_IN_ALL = 2 * MAX_SOURCE
"""Characters: a question has a text and two asides."""
LEFT_OUT = frozenset({"csrfmiddlewaretoken", FORM_TOKEN, "draft", "was", "verb", "choice", "instead"})
SILENT = frozenset({"version", "room"})
"""Fields that a form fills by itself: alone they are nothing that anybody wrote."""
_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_-]{0,39}", re.ASCII)

Fields = dict[str, list[str]]


def fields_of(posted: QueryDict) -> Fields:
    """What was typed, by field; raises `Refused` where it is more than is ever sent."""
    found: Fields = {
        name: [value.replace("\0", "").replace("\r\n", "\n") for value in values if isinstance(value, str)]
        for name, values in posted.lists()
        if name not in LEFT_OUT and _NAME.fullmatch(name)
    }
    length = sum(len(value) for values in found.values() for value in values)
    if length > MOST_IN_ALL or sum(map(len, found.values())) > MOST_FIELDS:
        raise Refused("too_long", _("This is more than can be kept as a draft. It stays in the form."))
    return found


def said(fields: Fields) -> bool:
    """Whether anybody wrote anything."""
    return any(value.strip() for name, values in fields.items() if name not in SILENT for value in values)


def initial(fields: Mapping[str, list[str]]) -> dict[str, Any]:
    """The same as a form begins with it: one value as itself, several as a list."""
    return {name: values[0] if len(values) == 1 else values for name, values in fields.items() if values}


def text_of(fields: Mapping[str, list[str]]) -> str:
    """All that was written, for reading and copying: the title first, then the texts."""
    order = sorted(fields, key=lambda name: ({"title": 0, "text": 1}.get(name, 2), name))
    return "\n\n".join(value for name in order if name not in SILENT for value in fields[name] if value.strip())

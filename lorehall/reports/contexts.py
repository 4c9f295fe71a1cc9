"""Where a practice was used: the fields that a community asks for, and what makes two contexts the same."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from django.utils.translation import gettext as _

from lorehall.kernel.text.fold import fold, tidy_line
from lorehall.reports.evidence import USUAL, Thresholds
from lorehall.reports.models import KEY_LENGTH, EvidenceRules

VALUE_LENGTH = 80
LABEL_LENGTH = 40
MOST_FIELDS = 6
TEAM = "team"
_BETWEEN = re.compile(r"[\W_]+")


class Field(NamedTuple):
    """`apart` says that another value is another context."""

    key: str
    label: str
    apart: bool = False


class Asked(NamedTuple):
    """What a community asks about where a practice was used, and how it weighs the reports."""

    fields: tuple[Field, ...]
    thresholds: Thresholds = USUAL

    @property
    def by_team(self) -> bool:
        """Whether contexts are teams, and can be called so."""
        apart = [field.label.lower() for field in self.fields if field.apart]
        return apart in ([TEAM], [_("Team").lower()])


def usual_fields() -> tuple[Field, ...]:
    """Team, size and stack; another team is another context."""
    return (Field(TEAM, _("Team"), apart=True), Field("size", _("Size")), Field("stack", _("Stack")))


def asked_in(community_id: int) -> Asked:
    """What this community asks; one statement."""
    row = EvidenceRules.objects.filter(pk=community_id).first()
    if row is None:
        return Asked(usual_fields())
    fields = tuple(Field(key, label, bool(apart)) for key, label, apart in row.fields)
    return Asked(fields or usual_fields(), Thresholds.of(row.thresholds))


def taken(fields: Sequence[Field], typed: Mapping[str, str]) -> list[list[str]]:
    """What was typed into the community's fields, as [key, one line]; empty ones and others are left out."""
    lines = [[field.key, tidy_line(typed.get(field.key, ""))[:VALUE_LENGTH].strip()] for field in fields]
    return [line for line in lines if line[1]]


def unasked(fields: Sequence[Field], context: Sequence[Sequence[str]]) -> list[list[str]]:
    """What was said in fields that the community asks for no more: an amended report goes on saying it."""
    asked = {field.key for field in fields}
    return [list(pair) for pair in context if pair[0] not in asked]


def in_words(context: Sequence[Sequence[str]]) -> str:
    """The context as lists print it: "Payments, 40 people, PostgreSQL 15"."""
    return ", ".join(value for _key, value in context)


def key_of(fields: Sequence[Field], context: Sequence[Sequence[str]]) -> str:
    """What tells this context from others: the fields that tell apart, folded; "" where nothing is said in them."""
    said = {pair[0]: pair[1] for pair in context}
    told = [_BETWEEN.sub(" ", fold(said.get(field.key, ""))).strip() for field in fields if field.apart]
    return "|".join(told)[:KEY_LENGTH] if any(told) else ""

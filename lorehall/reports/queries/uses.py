"""Who used a practice, and what happened: one statement, whoever reads it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery
from markupsafe import Markup

from lorehall.content.models import Post, Revision
from lorehall.content.policy import takes_part
from lorehall.content.queries.listing import LARGEST
from lorehall.kernel import policy
from lorehall.kernel.db.prepared import Parameters, prepare
from lorehall.kernel.policy import Permission
from lorehall.kernel.ui.pieces import stored
from lorehall.people.viewer import Viewer
from lorehall.practice.models import DraftVersion, Practice, State
from lorehall.practice.policy import keeps_it
from lorehall.practice.queries.head import Face, Head, face
from lorehall.reports.contexts import in_words
from lorehall.reports.models import WORKED, Ask, Outcome, Report, ReportConfirmation

TEMPLATE = "reports/uses.html"
SHOWN = 10
"""So many stand on the practice's page; all of them on one of their own."""
FIELDS = (
    "pk",
    "post__html",
    "outcome",
    "context",
    "context_key",
    "at",
    "link",
    "quotable",
    "version",
    "addressed_in",
    "person_id",
    "person__name",
    "person__handle",
    "person__photo",
    "person__hue",
    "post__revisions_count",
    "confirmed_first",
    "confirmed_count",
    "post__number",
)

MARKS = ("confirmed_mine", "wrote", "asked")


@dataclass(frozen=True, slots=True)
class Use:
    """A report as lists print it, and what the viewer may do with it."""

    id: int
    html: Markup
    outcome: str
    words: str
    context: str
    context_key: str
    at: datetime
    link: str
    quotable: bool
    version: int
    addressed_in: int | None
    person: Face
    revisions: int
    confirmed_by: str
    """The first who confirmed it; "" for nobody."""
    confirmed_more: int
    """How many others did."""
    confirmed_mine: bool
    may_confirm: bool
    may_amend: bool
    may_address: bool
    number: int

    @property
    def worked(self) -> bool:
        return self.outcome in WORKED

    @property
    def failed(self) -> bool:
        return self.outcome == Outcome.DID_NOT_WORK


@dataclass(frozen=True, slots=True)
class Uses:
    """What the page prints below the text. `tries` is None for who can't say that they will try it."""

    act: str
    rows: tuple[Use, ...]
    more: int
    may_report: bool
    tries: bool | None


@dataclass(frozen=True, slots=True)
class Reach:
    """What the viewer may do with the reports of a practice, asked of policy once."""

    viewer: Viewer
    report: bool
    takes_part: bool
    keeps: bool

    @classmethod
    def of(cls, viewer: Viewer, item: Any) -> Reach:
        """`item` is an item, or a row shaped like one."""
        report = policy.allows(Permission.REPORT_USE, viewer, item)
        return cls(viewer, report, takes_part(viewer, item) is None, report and keeps_it(viewer, item))


def with_confirmations(reports: QuerySet[Report]) -> QuerySet[Report]:
    """With who confirmed each first, and how many did."""
    mine = ReportConfirmation.objects.filter(report=OuterRef("pk"))
    counted = mine.order_by().values("report").annotate(n=Count("*")).values("n")
    return reports.annotate(
        confirmed_first=Subquery(mine.order_by("pk").values("by__name")[:1]), confirmed_count=Subquery(counted)
    )


def live(p: Parameters) -> QuerySet[Report]:
    return with_confirmations(Report.objects.filter(practice_id=p("practice"), post__deleted_at=None))


def own_marks(p: Parameters) -> dict[str, Exists]:
    """What the viewer did: confirmed the report; wrote in the practice, or keeps it; asked to be asked how it goes."""
    practice, person = p("practice"), p("person")
    opening = {"item_id": practice, "number": 1}
    wrote = (
        Q(Exists(Post.objects.filter(author_id=person, **opening)))
        | Q(Exists(Revision.objects.filter(post__item_id=practice, post__number=1, by_id=person)))
        | Q(Exists(DraftVersion.objects.filter(draft__item_id=practice, by_id=person)))
        | Q(Exists(Practice.objects.filter(pk=practice, steward_id=person)))
    )
    return {
        "confirmed_mine": Exists(ReportConfirmation.objects.filter(report=OuterRef("pk"), by_id=person)),
        "wrote": Exists(Practice.objects.filter(wrote, pk=practice)),
        "asked": Exists(Ask.objects.filter(practice_id=practice, person_id=person)),
    }


def _newest(p: Parameters) -> QuerySet[Report]:
    return live(p).order_by("-pk")[: SHOWN + 1]


_for_visitors = prepare(lambda p: _newest(p).values_list(*FIELDS))
_for_people = prepare(
    lambda p: live(p).annotate(**own_marks(p)).order_by("-pk").values_list(*FIELDS, *MARKS)[: SHOWN + 1]
)
_asked = prepare(lambda p: Ask.objects.filter(practice_id=p("practice"), person_id=p("person")).values_list("pk"))


def uses(viewer: Viewer, head: Head) -> tuple[str, Uses]:
    """For the slot `practice_uses`. One statement; none where a visitor reads what nobody reported on."""
    reach = Reach.of(viewer, head)
    rows = _rows(viewer, head)
    asked = rows[0][-1] if rows and viewer.signed_in else _is_asked(viewer, head, reach)
    found = tuple(shaped(row, reach) for row in rows[:SHOWN])
    reported = any(row.person.id == viewer.person_id for row in found)
    stands = head.state in {State.CURRENT, State.REVIEW_DUE}
    tries = bool(asked) if stands and reach.report and not reported and not reach.keeps else None
    more = head.evidence.get("reports", 0) if len(rows) > SHOWN else 0
    return TEMPLATE, Uses(head.act, found, more, reach.report, tries)


def older(head: Head, post_id: int) -> str:
    """For the slot `practice_elsewhere`: a report that is not among the newest is read among all. One statement."""
    if post_id >= LARGEST:
        return ""
    behind = Report.objects.filter(practice_id=head.id, post__deleted_at=None, pk__gte=post_id).order_by("pk")
    newer = list(behind.values_list("pk", flat=True)[: SHOWN + 1])
    is_older = len(newer) > SHOWN and newer[0] == post_id
    return f"{head.act}/reports?post={post_id}#p{post_id}" if is_older else ""


def _rows(viewer: Viewer, head: Head) -> list[Any]:
    if not head.evidence.get("reports"):
        return []
    if viewer.person_id is None:
        return list(_for_visitors(practice=head.id))
    return list(_for_people(practice=head.id, person=viewer.person_id))


def _is_asked(viewer: Viewer, head: Head, reach: Reach) -> bool:
    return reach.report and bool(_asked(practice=head.id, person=viewer.id))


def shaped(row: Any, reach: Reach) -> Use:
    """A row of `FIELDS`, and of the marks where somebody is signed in."""
    viewer = reach.viewer
    first, count = row[16] or "", row[17] or 0
    confirmed_mine, wrote = (bool(row[19]), bool(row[20])) if len(row) > 19 else (False, True)
    mine = row[10] == viewer.person_id
    failed = row[2] == Outcome.DID_NOT_WORK
    return Use(
        id=row[0],
        html=stored(row[1]),
        outcome=row[2],
        words=str(Outcome(row[2]).label),
        context=in_words(row[3]),
        context_key=row[4],
        at=row[5],
        link=row[6],
        quotable=bool(row[7]),
        version=row[8],
        addressed_in=row[9],
        person=face(row[10:15], viewer),
        revisions=row[15],
        confirmed_by=first,
        confirmed_more=max(0, count - 1),
        confirmed_mine=confirmed_mine,
        may_confirm=reach.takes_part and not mine and not wrote,
        may_amend=reach.report and mine,
        may_address=reach.keeps and failed,
        number=row[18],
    )

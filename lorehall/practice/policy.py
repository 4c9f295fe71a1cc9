"""Who may write, publish, keep and change practices.

Who sees a practice is the spine's rule: whoever may read its room. Drafts are seen by fewer: `may_see_draft` and
`visible_drafts` are the two halves of that rule.
"""

from __future__ import annotations

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from lorehall.communities.models import Community, Role
from lorehall.communities.policy import NOT_SIGNED_IN, keeps, may_read, reading, writes_in
from lorehall.content.models import Item, Post
from lorehall.content.policy import DELETED, may_see, takes_part, writes_to
from lorehall.kernel.policy import HIDDEN, Answerer, Denial, Permission, answers
from lorehall.people.viewer import Viewer
from lorehall.practice.models import Approval, Credit, Customs, DraftWriter, PracticeDraft, Reviewers, Stage

KEEPERS_ONLY = Denial("keepers_only", _("Only its steward, and the stewards and coordinators, can do that."))
STEWARDS_ONLY = Denial("stewards_only", _("Only stewards and coordinators can do that."))


def may_see_draft(viewer: Viewer, draft: PracticeDraft) -> bool:
    """Those who write it, and the community's stewards and coordinators; all of them only where they read its room."""
    if viewer.person_id is None or draft.community_id not in viewer.memberships or not may_read(viewer, draft.room):
        return False
    return keeps(viewer, draft.community_id) or writes(viewer, draft)


def visible_drafts(viewer: Viewer) -> QuerySet[PracticeDraft]:
    """The drafts that the viewer may see: `may_see_draft` to the letter."""
    if viewer.person_id is None or not viewer.memberships:
        return PracticeDraft.objects.none()
    kept = [id_ for id_, role in viewer.memberships.items() if role in {Role.STEWARD, Role.COORDINATOR}]
    mine = DraftWriter.objects.filter(person_id=viewer.person_id).values("draft_id")
    return PracticeDraft.objects.filter(
        reading(viewer, "room"),
        Q(community_id__in=kept) | Q(pk__in=mine),
        community_id__in=list(viewer.memberships),
    )


def writes(viewer: Viewer, draft: PracticeDraft) -> bool:
    """Is the viewer one of those who write this draft?"""
    return DraftWriter.objects.filter(draft=draft, person_id=viewer.id).exists()


def _write(viewer: Viewer, community: Community) -> Denial | None:
    return writes_in(viewer, community)


def _see_draft(viewer: Viewer, draft: PracticeDraft) -> Denial | None:
    return None if may_see_draft(viewer, draft) else HIDDEN


def _write_draft(viewer: Viewer, draft: PracticeDraft) -> Denial | None:
    if not may_see_draft(viewer, draft):
        return HIDDEN
    if no := writes_in(viewer, draft.community):
        return no
    if draft.stage not in {Stage.DRAFT, Stage.IN_REVIEW}:
        return Denial("ended", _("This draft has ended."))
    return None


def _drop_draft(viewer: Viewer, draft: PracticeDraft) -> Denial | None:
    """Drop it, or take that back."""
    if not may_see_draft(viewer, draft):
        return HIDDEN
    if no := writes_in(viewer, draft.community):
        return no
    return Denial("ended", _("This draft has ended.")) if draft.stage == Stage.PUBLISHED else None


def reviewers_wanted(community_id: int) -> int:
    """How many stewards look at a draft or a change before it stands: 0, 1 or 2."""
    wanted = Customs.objects.filter(pk=community_id).values_list("reviewers", flat=True).first()
    return {Reviewers.ONE: 1, Reviewers.TWO: 2}.get(Reviewers(wanted or Reviewers.NONE), 0)


def approved_by(draft: PracticeDraft) -> set[int]:
    """The ids of those who found the draft good as it stands now."""
    good = Approval.objects.filter(draft=draft, version=draft.version, good=True)
    return set(good.values_list("by_id", flat=True))


def _approve(viewer: Viewer, draft: PracticeDraft) -> Denial | None:
    if no := _write_draft(viewer, draft):
        return no
    if not keeps(viewer, draft.community_id):
        return STEWARDS_ONLY
    if draft.stage != Stage.IN_REVIEW:
        return Denial("not_in_review", _("It is not in review."))
    if draft.by_id == viewer.person_id:
        return Denial("own", _("Somebody else looks at what you wrote."))
    return None


def _publish(viewer: Viewer, draft: PracticeDraft) -> Denial | None:
    """Where reviewers are wanted, enough of them found this version good; a reviewer who publishes is one of them."""
    if no := _write_draft(viewer, draft):
        return no
    wanted = reviewers_wanted(draft.community_id)
    good = approved_by(draft) if wanted else set()
    if wanted and keeps(viewer, draft.community_id) and draft.by_id != viewer.person_id:
        good.add(viewer.id)
    if len(good) < wanted:
        return Denial("review_first", _("Stewards look at it before it is published. Send it to review."))
    return None


def _revise(viewer: Viewer, post: Post) -> Denial | None:
    """Change the text at once: its steward, the community's stewards and coordinators. Others suggest."""
    if no := writes_to(viewer, post.item):
        return no
    if keeps_it(viewer, post.item):
        return None
    return Denial(
        "suggest", _("Only its steward, and the stewards and coordinators, change it at once. Suggest an edit.")
    )


def keeps_it(viewer: Viewer, item: Item) -> bool:
    """Is the viewer this practice's steward, or a steward or coordinator of its community?"""
    return keeps(viewer, item.community_id) or item.practice.steward_id == viewer.id


def _suggest(viewer: Viewer, item: Item) -> Denial | None:
    return writes_to(viewer, item)


def _take(viewer: Viewer, item: Item) -> Denial | None:
    """Any member may keep what is offered; the rule looks whether it is, and to whom."""
    return writes_to(viewer, item)


def _dissent(viewer: Viewer, item: Item) -> Denial | None:
    return writes_to(viewer, item)


def _settle(viewer: Viewer, post: Post) -> Denial | None:
    """Say that a note of dissent is settled, or is not after all. Nobody but its author takes it away."""
    if post.deleted_at is not None:
        return DELETED
    return _keep(viewer, post.item)


def _keep(viewer: Viewer, item: Item) -> Denial | None:
    if no := takes_part(viewer, item):
        return no
    if keeps_it(viewer, item):
        return None
    return KEEPERS_ONLY


def _keep_library(viewer: Viewer, community: Community) -> Denial | None:
    if no := writes_in(viewer, community):
        return no
    return None if keeps(viewer, community.id) else STEWARDS_ONLY


def _be_named(viewer: Viewer, item: Item) -> Denial | None:
    """Say whether one's own name stands on it: members or not, whoever reads it and has words of theirs in it."""
    if not may_see(viewer, item):
        return HIDDEN
    if viewer.person_id is None:
        return NOT_SIGNED_IN
    if Credit.objects.filter(practice_id=item.pk, person_id=viewer.id).exists():
        return None
    return Denial("not_credited", _("No words of yours are in this."))


TABLE: dict[Permission, Answerer] = {
    Permission.WRITE_PRACTICE: _write,
    Permission.SEE_DRAFT: _see_draft,
    Permission.WRITE_DRAFT: _write_draft,
    Permission.DROP_DRAFT: _drop_draft,
    Permission.APPROVE_DRAFT: _approve,
    Permission.PUBLISH: _publish,
    Permission.REVISE: _revise,
    Permission.SUGGEST: _suggest,
    Permission.DECIDE_SUGGESTION: _keep,
    Permission.KEEP_PRACTICE: _keep,
    Permission.TAKE_PRACTICE: _take,
    Permission.DISSENT: _dissent,
    Permission.SETTLE_DISSENT: _settle,
    Permission.KEEP_LIBRARY: _keep_library,
    Permission.BE_NAMED: _be_named,
}
answers(TABLE)

"""Which reaction answers which fact. All of it, on one screen; () says that nobody listens yet."""

from __future__ import annotations

from collections.abc import Mapping

from lorehall.bookmarks import facts as bookmarks
from lorehall.communities import facts as communities
from lorehall.communities.reactions import keep_name
from lorehall.content import facts as content
from lorehall.conversations import facts as conversations
from lorehall.exchange import facts as exchange
from lorehall.harvest.reactions import reckon_anew
from lorehall.kernel import facts
from lorehall.kernel.facts import Fact, Reaction
from lorehall.library import facts as library
from lorehall.library.reactions import read_term
from lorehall.people import facts as people
from lorehall.polls import facts as polls
from lorehall.practice import facts as practice
from lorehall.practice.reactions import thank
from lorehall.previews import facts as previews
from lorehall.previews.reactions import look_soon
from lorehall.questions import facts as questions
from lorehall.questions.reactions import settle_again
from lorehall.reading.reactions import begin_in_room, forget_beginnings, look_again
from lorehall.reports import facts as reports
from lorehall.reports.reactions import ask_who_put_it_by, ask_who_was_helped, ask_who_was_helped_before
from lorehall.search import facts as search
from lorehall.search.reactions import take_in, work_out_close

HEARD: Mapping[type[Fact], tuple[Reaction, ...]] = {
    content.ItemStarted: (look_soon, work_out_close),
    content.PostAdded: (look_soon,),
    content.PostEdited: (look_soon, work_out_close),
    people.ProfileEdited: (keep_name,),
    content.ItemRetagged: (work_out_close,),
    content.PostDeleted: (settle_again,),
    communities.MemberLeft: (forget_beginnings,),
    communities.RoomEntered: (begin_in_room,),
    content.PostRestored: (settle_again, look_again),
    content.ItemRestored: (settle_again, look_again, work_out_close),
    content.ItemMoved: (look_again,),
    questions.ConfirmationWithdrawn: (reckon_anew,),
    questions.HadToo: (reckon_anew,),
    questions.ClosedAsDuplicate: (reckon_anew,),
    questions.Reopened: (reckon_anew,),
    search.Spared: (reckon_anew,),
    exchange.Imported: (take_in,),
    bookmarks.Bookmarked: (ask_who_put_it_by,),
    questions.Confirmed: (ask_who_was_helped, reckon_anew),
    practice.Published: (thank, ask_who_was_helped_before, read_term),
    practice.Revised: (thank, ask_who_was_helped_before, read_term),
}

UNHEARD: tuple[type[Fact], ...] = (
    people.Joined,
    people.HandleChanged,
    communities.CommunityOpened,
    communities.CommunityChanged,
    communities.VisibilityChanged,
    communities.StageChanged,
    communities.CharterRevised,
    communities.LaunchStepMarked,
    communities.MemberJoined,
    communities.RoleChanged,
    communities.MemberSuspended,
    communities.MemberReinstated,
    communities.JoinRequested,
    communities.JoinWithdrawn,
    communities.JoinDecided,
    communities.InvitationMade,
    communities.InvitationUsed,
    communities.InvitationRevoked,
    communities.RoomMade,
    communities.RoomChanged,
    communities.RoomLeft,
    content.ItemLocked,
    content.ItemUnlocked,
    content.ItemDeleted,
    content.PostMarkedUseful,
    polls.VotesChanged,
    polls.PollEnded,
    polls.PollOpenedAgain,
    previews.PreviewHidden,
    previews.PreviewShownAgain,
    questions.Asked,
    questions.Answered,
    questions.Replied,
    questions.AnswerLogged,
    questions.DetailAsked,
    conversations.ConversationStarted,
    conversations.ConversationReplied,
    practice.DraftBegun,
    practice.DraftShared,
    practice.CreditChanged,
    practice.StateMoved,
    reports.Reported,
    reports.ReportAmended,
    reports.ReportConfirmed,
    reports.ReportConfirmationWithdrawn,
    reports.FailureAddressed,
    reports.FailureOpenedAgain,
    reports.LevelMoved,
    reports.StandardDecided,
    reports.StandardEnded,
    reports.WillTry,
    library.MapArranged,
    library.CollectionChanged,
    library.Placed,
)


def connect() -> None:
    """Hand the table to the outbox. Called once, when Django is ready."""
    facts.connect({**dict.fromkeys(UNHEARD, ()), **HEARD})

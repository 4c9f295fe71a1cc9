"""Which reaction answers which fact. All of it, on one screen; () says that nobody listens yet."""

from __future__ import annotations

from collections.abc import Mapping

from lorehall.agenda import facts as agenda
from lorehall.agenda.reactions import take_over_questions
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
from lorehall.practice.reactions import (
    offer_what_stewards_lost,
    offer_what_they_kept,
    offer_what_they_kept_there,
    offer_where_it_went,
    thank,
)
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
    communities.CommunityOpened: (take_over_questions,),
    communities.CharterRevised: (take_over_questions,),
    communities.MemberLeft: (forget_beginnings, offer_what_they_kept),
    communities.MemberSuspended: (offer_what_they_kept,),
    communities.RoleChanged: (offer_what_they_kept,),
    communities.RoomChanged: (offer_what_stewards_lost,),
    communities.RoomLeft: (offer_what_they_kept_there,),
    communities.RoomEntered: (begin_in_room,),
    content.PostRestored: (settle_again, look_again),
    content.ItemRestored: (settle_again, look_again, work_out_close),
    content.ItemMoved: (look_again, offer_where_it_went),
    practice.Published: (thank, ask_who_was_helped_before, read_term),
    practice.Revised: (thank, ask_who_was_helped_before, read_term),
    questions.ConfirmationWithdrawn: (reckon_anew,),
    questions.HadToo: (reckon_anew,),
    questions.ClosedAsDuplicate: (reckon_anew,),
    questions.Reopened: (reckon_anew,),
    search.Spared: (reckon_anew,),
    exchange.Imported: (take_in,),
    bookmarks.Bookmarked: (ask_who_put_it_by,),
    questions.Confirmed: (ask_who_was_helped, reckon_anew),
}

UNHEARD: tuple[type[Fact], ...] = (
    people.Joined,
    people.HandleChanged,
    communities.CommunityChanged,
    communities.VisibilityChanged,
    communities.StageChanged,
    communities.LaunchStepMarked,
    communities.MemberJoined,
    communities.MemberReinstated,
    communities.JoinRequested,
    communities.JoinWithdrawn,
    communities.JoinDecided,
    communities.InvitationMade,
    communities.InvitationUsed,
    communities.InvitationRevoked,
    communities.RoomMade,
    content.ItemLocked,
    content.ItemUnlocked,
    content.ItemDeleted,
    content.PostMarkedUseful,
    agenda.ItemAttached,
    agenda.ItemDetached,
    agenda.AgendaClosed,
    agenda.AgendaReopened,
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
    practice.CustomsChanged,
    practice.DraftShared,
    practice.DraftMoved,
    practice.DraftJudged,
    practice.Discussed,
    practice.StateMoved,
    practice.FoundRight,
    practice.StewardChanged,
    practice.HandoverOffered,
    practice.HandoverEnded,
    practice.EditSuggested,
    practice.SuggestionSeconded,
    practice.SuggestionDecided,
    practice.Dissented,
    practice.DissentSettled,
    practice.CreditChanged,
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

from __future__ import annotations

from django.urls import path

from lorehall.practice.models import State
from lorehall.practice.views import (
    asked,
    credit,
    customs,
    dissent,
    draft_acts,
    drafts,
    keeping,
    read,
    revise,
    suggestions,
)

app_name = "practice"
urlpatterns = [
    path("practice/<int:item_id>", read.practice, name="bare"),
    path("practice/<int:item_id>/<str:slug>", read.practice, name="practice"),
    path("i/<int:item_id>/discuss", read.discuss, name="discuss"),
    path("i/<int:item_id>/revise", revise.revise, name="revise"),
    path("i/<int:item_id>/versions", revise.versions, name="versions"),
    path("i/<int:item_id>/versions/<int:version>", revise.version, name="version"),
    path("c/<slug:slug>/practice/begin", drafts.start, name="begin"),
    path("c/<slug:slug>/practice/drafts", drafts.index, name="drafts"),
    path("c/<slug:slug>/practice/customs", customs.customs, name="customs"),
    path("c/<slug:slug>/practice/customs/<str:shape>", customs.template, name="template"),
    path("practice-drafts/<int:draft_id>", drafts.read, name="draft"),
    path("practice-drafts/<int:draft_id>/write", drafts.write, name="write"),
    path("practice-drafts/<int:draft_id>/move", draft_acts.move, name="move_draft"),
    path("practice-drafts/<int:draft_id>/review", draft_acts.judge, name="judge"),
    path("practice-drafts/<int:draft_id>/publish", draft_acts.publish, name="publish"),
    path("practice-drafts/<int:draft_id>/writers", draft_acts.writers, name="writers"),
    path("i/<int:item_id>/credit", credit.credit, name="credit"),
    path("credit/<str:token>", credit.credit_by_mail, name="credit_by_mail"),
    path("i/<int:item_id>/still-right", keeping.still_right, name="still_right"),
    path("i/<int:item_id>/hand-over", keeping.hand_over, name="hand_over"),
    path("i/<int:item_id>/take", keeping.take, name="take"),
    path("i/<int:item_id>/decline", keeping.decline, name="decline"),
    path("i/<int:item_id>/call-back", keeping.call_back, name="call_back"),
    path("i/<int:item_id>/ask-for-review", keeping.move, {"to": State.REVIEW_DUE}, name="ask_for_review"),
    path("i/<int:item_id>/outdate", keeping.move, {"to": State.OUTDATED}, name="outdate"),
    path("i/<int:item_id>/supersede", keeping.move, {"to": State.SUPERSEDED}, name="supersede"),
    path("i/<int:item_id>/retire", keeping.move, {"to": State.RETIRED}, name="retire"),
    path("i/<int:item_id>/bring-back", keeping.move, {"to": State.CURRENT}, name="bring_back"),
    path("i/<int:item_id>/suggest", suggestions.suggest, name="suggest"),
    path("i/<int:item_id>/suggestions", suggestions.index, name="suggestions"),
    path("suggestions/<int:suggestion_id>", suggestions.one, name="suggestion"),
    path("suggestions/<int:suggestion_id>/agree", suggestions.agree, name="agree"),
    path("suggestions/<int:suggestion_id>/decline", suggestions.decline, name="decline_suggestion"),
    path("suggestions/<int:suggestion_id>/withdraw", suggestions.withdraw, name="withdraw_suggestion"),
    path("i/<int:item_id>/dissent", dissent.dissent, name="dissent"),
    path("p/<int:post_id>/settle", dissent.settle, name="settle"),
    path("keep/<str:token>/<str:verb>", asked.asked, name="asked"),
]

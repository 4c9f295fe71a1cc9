from __future__ import annotations

from django.urls import path

from lorehall.questions.views import acts, ask, read, write

app_name = "questions"
urlpatterns = [
    path("c/<slug:slug>/questions", read.index, name="index"),
    path("c/<slug:slug>/questions/ask", ask.ask, name="ask"),
    path("q/<int:item_id>", read.question, name="question"),
    path("q/<int:item_id>/answer", write.answer, name="answer"),
    path("q/<int:item_id>/detail", write.detail, name="detail"),
    path("q/<int:item_id>/log", write.log, name="log"),
    path("q/<int:item_id>/edit", ask.edit, name="edit"),
    path("q/<int:item_id>/confirm", acts.confirm, name="confirm"),
    path("q/<int:item_id>/withdraw", acts.withdraw, name="withdraw"),
    path("q/<int:item_id>/have-too", acts.have_too, name="have_too"),
    path("q/<int:item_id>/duplicate", acts.duplicate, name="duplicate"),
    path("q/<int:item_id>/reopen", acts.reopen, name="reopen"),
    # After the verbs, which `content.addresses.QUESTION_VERBS` names.
    path("q/<int:item_id>/<str:slug>", read.question, name="titled"),
    path("p/<int:post_id>/reply", write.reply, name="reply"),
]

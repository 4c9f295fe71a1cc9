from __future__ import annotations

from django.urls import path

from lorehall.reports.views import acts, asked, read, weigh, write

app_name = "reports"
urlpatterns = [
    path("i/<int:item_id>/report", write.report, name="report"),
    path("i/<int:item_id>/reports", read.every, name="every"),
    path("i/<int:item_id>/evidence", read.evidence, name="evidence"),
    path("i/<int:item_id>/try", acts.will_try, name="try"),
    path("i/<int:item_id>/standard", write.standard, name="standard"),
    path("i/<int:item_id>/standard/end", write.end_standard, name="end_standard"),
    path("p/<int:post_id>/amend-report", write.amend, name="amend"),
    path("p/<int:post_id>/confirm-report", acts.confirm, name="confirm"),
    path("p/<int:post_id>/address", acts.address, name="address"),
    path("p/<int:post_id>/report-versions", read.versions, name="versions"),
    path("c/<slug:slug>/evidence", weigh.rules, name="rules"),
    path("c/<slug:slug>/evidence/change", weigh.change, name="change_rules"),
    path("asked/<str:token>", asked.answer, name="asked"),
    path("asked/<str:token>/stop", asked.stop, name="stop"),
]

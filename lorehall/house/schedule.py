"""What is done again and again, and when. All of it, on one screen. Times are UTC."""

from __future__ import annotations

from lorehall.bookmarks.jobs import remind
from lorehall.communities.jobs import recount_members
from lorehall.content.jobs import recount_content
from lorehall.drafts import jobs as drafts_jobs
from lorehall.harvest.jobs import reckon_worth, thin_versions
from lorehall.house import sweeps
from lorehall.kernel.jobs import Entry, daily, every
from lorehall.people import jobs as people_jobs
from lorehall.practice.jobs import keep_true
from lorehall.previews import jobs as previews_jobs
from lorehall.questions.jobs import recount_help
from lorehall.reading.jobs import settle_reading
from lorehall.reports.jobs import ask_how_it_went, fade
from lorehall.search.jobs import forget_missed, take_stock
from lorehall.uploads.jobs import sweep_uploads

SCHEDULE: tuple[Entry, ...] = (
    Entry("sweep deliveries", daily("03:10"), sweeps.deliveries),
    Entry("sweep jobs", daily("03:20"), sweeps.jobs),
    Entry("sweep sessions", daily("03:30"), sweeps.sessions),
    Entry("tidy accounts", daily("03:32"), people_jobs.tidy),
    Entry("recount members", daily("03:35"), recount_members),
    Entry("recount content", daily("03:36"), recount_content),
    Entry("recount help", daily("03:37"), recount_help),
    Entry("take stock of words", daily("03:25"), take_stock),
    Entry("forget missed searches", daily("03:41"), forget_missed),
    Entry("settle reading", daily("03:33"), settle_reading),
    Entry("keep practices true", every(minutes=15), keep_true),
    Entry("let old reports fade", daily("03:42"), fade),
    Entry("ask how it went", daily("07:30"), ask_how_it_went),
    Entry("reckon what is worth a practice", daily("03:43"), reckon_worth),
    Entry("thin out versions of drafts", daily("03:44"), thin_versions),
    Entry("remind of bookmarks", every(minutes=15), remind),
    Entry("refresh previews", every(hours=1), previews_jobs.refresh),
    Entry("sweep drafts", daily("03:38"), drafts_jobs.sweep),
    Entry("sweep uploads", daily("03:39"), sweep_uploads),
    Entry("sweep photos", daily("03:39"), sweeps.photos),
    Entry("forget dead workers", daily("03:40"), sweeps.workers),
)

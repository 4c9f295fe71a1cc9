"""Jobs: work for later, through the `django_tasks` API on our own tables.

`@task()` from `django_tasks` makes a function a job, `f.enqueue(…)` puts it down in the transaction at hand,
`once` puts it down unless the same is waiting already, `@task(attempts=3)` says how often it is tried.
"""

from __future__ import annotations

from lorehall.kernel.jobs.enqueue import once
from lorehall.kernel.jobs.failed import Failed, count_failed, failed, retry, sweep
from lorehall.kernel.jobs.run import run_all
from lorehall.kernel.jobs.schedule import Entry, daily, every

__all__ = ["Entry", "Failed", "count_failed", "daily", "every", "failed", "once", "retry", "run_all", "sweep"]

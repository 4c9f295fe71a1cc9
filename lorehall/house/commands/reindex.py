"""Write the index of words anew, while pages are served.

What it is needed for: data that a version without this index wrote, and an index that `lorehall check` complains of.
It may be stopped at any time and goes on where it was.
"""

from __future__ import annotations

import argparse
import sys
import time

from django.conf import settings

from lorehall.communities.models import Community
from lorehall.content.rules import reindex
from lorehall.house.complaint import Complaint
from lorehall.search.jobs import close_in


def arguments(parser: argparse.ArgumentParser) -> None:
    """One community, or all of them."""
    parser.add_argument("--community", metavar="SLUG", help="only this one")
    parser.add_argument("--anew", action="store_true", help="begin at the beginning, also where one was stopped before")


def run(given: argparse.Namespace) -> int:
    """Walk through the items; prints how far it is."""
    community_id = None
    if given.community:
        community_id = Community.objects.filter(slug=given.community).values_list("pk", flat=True).first()
        if community_id is None:
            raise Complaint(f"There is no community {given.community}.")
    mark = settings.DATA / f"reindex-{given.community or 'all'}"
    after = 0 if given.anew or not mark.exists() else int(mark.read_text("ascii") or 0)
    total, done, began = reindex.count(community_id, after=after), 0, time.monotonic()
    if after:
        print(f"Going on after item {after}.")  # noqa: T201
    for last, items in reindex.walk(community_id, after=after):
        mark.write_text(str(last), "ascii")
        done += items
        if sys.stdout.isatty():
            print(f"\r{done:,} of {total:,} items", end="", flush=True)  # noqa: T201
    gone = reindex.finish() if community_id is None else 0
    mark.unlink(missing_ok=True)
    places = Community.objects.all() if community_id is None else Community.objects.filter(pk=community_id)
    for place in places.values_list("pk", flat=True):
        close_in(place)
    seconds = time.monotonic() - began
    print(f"\r{done:,} items in {seconds:.0f} s; {gone:,} rows of what is no more were taken out.")  # noqa: T201
    return 0

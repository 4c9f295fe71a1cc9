"""Give a community's library back: `lorehall export markdown --community SLUG DIR`."""

from __future__ import annotations

import argparse
import time
from pathlib import Path

from lorehall.communities.models import Community
from lorehall.exchange.markdown.export import export
from lorehall.kernel.errors import Refused


def arguments(parser: argparse.ArgumentParser) -> None:
    """The form, the community, the folder."""
    parser.add_argument("form", choices=["markdown"], help="what is written")
    parser.add_argument("folder", type=Path, metavar="DIR", help="a new folder, or one that an export wrote")
    parser.add_argument("--community", required=True, metavar="SLUG", help="its address")
    parser.add_argument(
        "--include-private", action="store_true", help="also rooms for invited members, each in a folder of its own"
    )


def run(given: argparse.Namespace) -> int:
    """0 when it is written."""
    community = Community.objects.filter(slug=given.community).first()
    if community is None:
        raise Refused("no_community", f"There is no community {given.community}.")
    began = time.monotonic()
    done = export(community, given.folder, private=given.include_private)
    said = f"{done.pages:,} pages, {done.topics:,} topics and {done.files:,} files"
    print(f"{community.name}: {said} in {time.monotonic() - began:.1f} s.")  # noqa: T201 - this is a command
    for name in done.missing:
        print(f"Not there any more: {name}.")  # noqa: T201 - this is a command
    return 0

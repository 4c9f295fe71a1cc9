"""Where a dump's files are, and which site it is of."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from lorehall.exchange.stackexchange.rows import FILES
from lorehall.kernel.errors import Refused


@dataclass(frozen=True, slots=True)
class Dump:
    """`site` is the host that the posts were written at, such as beer.stackexchange.com."""

    folder: Path
    site: str
    files: dict[str, Path]

    @property
    def has_votes(self) -> bool:
        return "Votes" in self.files


def find(folder: Path, site: str | None) -> Dump:
    """The dump in a folder; raises `Refused` with a sentence where there are no posts.

    Without a `site` the folder's name says it: `beer`, `beer.stackexchange.com`, or `se_beer` and the like.
    """
    if not folder.is_dir():
        raise Refused("no_folder", f"There is no folder {folder}.")
    there = {path.stem.lower(): path for path in sorted(folder.iterdir()) if path.suffix.lower() in {".xml", ".csv"}}
    files = {name: there[name.lower()] for name in FILES if name.lower() in there}
    if "Posts" not in files:
        raise Refused("no_posts", f"{folder} holds neither Posts.xml nor posts.csv.")
    host = (site or site_of(folder.resolve().name)).lower()
    if not _HOST.fullmatch(host):
        raise Refused("no_site", f"{host!r} is no name of a site; say --site beer.stackexchange.com or the like.")
    return Dump(folder, host, files)


_HOST = re.compile(r"(?=.{1,80}$)[a-z0-9-]+(?:\.[a-z0-9-]+)+")


def site_of(name: str) -> str:
    """A host out of a folder's name."""
    if "." in name:
        return name
    word = name.lower().removeprefix("se_").removesuffix("_posts")
    meta = word.endswith("_meta")
    word = word.removesuffix("_meta").replace("_", "-")
    return f"{word}.meta.stackexchange.com" if meta else f"{word}.stackexchange.com"

"""Authors of imported posts: people without an account, known by where they come from."""

from __future__ import annotations

from base64 import b32encode
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from hashlib import blake2s

from django.contrib.auth.hashers import make_password
from django.db import IntegrityError, transaction

from lorehall.kernel import clock
from lorehall.kernel.db import bulk
from lorehall.kernel.errors import Refused
from lorehall.people import handles
from lorehall.people.models import HANDLE_LENGTH, Attribution, Person
from lorehall.people.names import clean_about, clean_name
from lorehall.people.rules.join import hue_of

CHUNK = 500


@dataclass(frozen=True, slots=True)
class Author:
    """An author at the place they wrote in: `key` is stable there, `url` their page."""

    key: str
    name: str
    url: str = ""
    about: str = ""
    joined_at: datetime | None = None


def attribute(source: str, key: str, name: str, url: str = "") -> int:
    """The id of the attributed person for (source, key), made when there is none."""
    return attribute_many(source, [Author(key=key, name=name, url=url)])[key]


def attribute_many(source: str, authors: Iterable[Author]) -> dict[str, int]:
    """Person ids by key, in few statements; those known already are left as they are. Safe to run twice."""
    wanted = {author.key: author for author in authors}
    found: dict[str, int] = {}
    keys = sorted(wanted)  # in one order for everybody: two imports at once wait for each other instead of both
    for start in range(0, len(keys), CHUNK):
        part = [wanted[key] for key in keys[start : start + CHUNK]]
        try:
            found |= _attribute_chunk(source, part)
        except IntegrityError:
            # Another import was quicker with some of them: they are there now.
            found |= _attribute_chunk(source, part)
    return found


@transaction.atomic
def _attribute_chunk(source: str, authors: list[Author]) -> dict[str, int]:
    keys = [author.key for author in authors]
    known = dict(Attribution.objects.filter(source=source, key__in=keys).values_list("key", "person_id"))
    new = [author for author in authors if author.key not in known]
    if not new:
        return known
    ids = bulk.reserve(Person, len(new))
    bulk.insert(Person, [_person(source, author, person) for author, person in zip(new, ids, strict=True)])
    bulk.insert(
        Attribution,
        [
            {"person_id": person, "source": source, "key": author.key, "url": author.url[:500]}
            for author, person in zip(new, ids, strict=True)
        ],
    )
    return known | {author.key: person for author, person in zip(new, ids, strict=True)}


def _person(source: str, author: Author, person: int) -> bulk.Row:
    handle = _handle(source, author)
    return {
        "id": person,
        "attributed": True,
        "name": _name(author),
        "handle": handle,
        "hue": hue_of(handle),
        "about": _about(author.about) if author.about else "",
        "password": _NO_PASSWORD,
        "joined_at": author.joined_at or clock.now(),
    }


_NO_PASSWORD = make_password(None)


def _handle(source: str, author: Author) -> str:
    """Never one that a member may want: it ends in letters that come from the source and the key."""
    digest = blake2s(f"{source}\0{author.key}".encode(), digest_size=5).digest()
    ending = b32encode(digest).decode().lower()
    return f"{handles.stem(author.name)[: HANDLE_LENGTH - 9].rstrip('-')}-{ending}"


def _name(author: Author) -> str:
    try:
        return clean_name(author.name[:80])
    except Refused:
        return f"#{author.key}"[:80]


def _about(about: str) -> str:
    try:
        return clean_about(about[:280])
    except Refused:
        return ""

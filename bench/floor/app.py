"""The floor: the measured pages drawn by bare sqlite3 and Jinja2, behind the product's own server and bridge.

It shows what the product shows and knows nothing else: no forms that work, no rights, no languages, no safety. What a
page costs here is the least that Python can do; the product is told by how many times as much it takes.

Runs as `python -m bench.floor.app PORT DATABASE`.
"""

from __future__ import annotations

import asyncio
import signal
import sqlite3
import sys
import threading
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import Stemmer
from granian.constants import Interfaces
from granian.log import LogLevels
from granian.server.embed import Server
from jinja2 import Environment, FileSystemLoader

from bench.floor import sql
from lorehall.house.bridge import Bridge

THREADS = 4
Row = tuple[Any, ...]
local = threading.local()


def ago(moment: str) -> str:
    """How long ago, in words."""
    minutes = int((datetime.now(UTC) - datetime.fromisoformat(moment).replace(tzinfo=UTC)).total_seconds() // 60)
    if minutes < 60:
        return f"{minutes} min"
    return f"{minutes // 60} h" if minutes < 1440 else f"{minutes // 1440} d"


def initials(name: str) -> str:
    """Two letters in the place of a face."""
    return "".join(word[0] for word in name.split()[:2])


templates = Environment(
    loader=FileSystemLoader(Path(__file__).parent / "templates"),
    autoescape=True,
    auto_reload=False,
    trim_blocks=True,
    lstrip_blocks=True,
)
templates.filters.update(ago=ago, initials=initials)


def ask(statement: str, *given: object) -> list[Row]:
    """Rows, over this thread's own connection."""
    connection = getattr(local, "connection", None)
    if connection is None:
        connection = local.connection = sqlite3.connect(f"file:{sys.argv[2]}?mode=ro", uri=True, isolation_level=None)
        connection.execute("PRAGMA cache_size=-8192")
    found: list[Row] = connection.execute(statement, given).fetchall()
    return found


def reader(cookie: str) -> Row | None:
    """The person whose session it is, with the role in the community."""
    _, _, key = cookie.partition("lorehall_session=")
    rows = ask(sql.READER, key.partition(";")[0]) if key else []
    return rows[0] if rows else None


def frame(me: Row | None) -> dict[str, Any]:
    """What stands around every page of the community."""
    return {"me": me, "rooms": ask(sql.ROOMS), "counts": ask(sql.COUNTS)}


def with_tags(rows: list[Row]) -> dict[str, Any]:
    """A list with the tags of its rows."""
    tags: dict[int, list[str]] = {}
    for item, name in ask(sql.TAGS.format(",".join(str(row[0]) for row in rows) or "0")):
        tags.setdefault(item, []).append(name)
    return {"rows": rows, "tags": tags}


def question(me: Row | None, words: list[str]) -> str:
    """A question with its answers, the replies under them, and what stands beside it."""
    item = int(words[1])
    found = {
        "item": ask(sql.QUESTION, item)[0],
        "posts": ask(sql.MEMBERS_POSTS, me[0], item) if me else ask(sql.POSTS, item),
        "tags": ask(sql.TAGS.format(item)),
        "knowers": ask(sql.KNOWERS, item),
        "links": ask(sql.LINKS, item),
    }
    return templates.get_template("topic.html").render(question=True, **found, **frame(me))


def conversation(me: Row | None, words: list[str]) -> str:
    """A conversation."""
    item = int(words[1])
    found = {
        "item": ask(sql.QUESTION, item)[0],
        "posts": ask(sql.MEMBERS_POSTS, me[0], item) if me else ask(sql.POSTS, item),
        "tags": ask(sql.TAGS.format(item)),
    }
    return templates.get_template("topic.html").render(question=False, **found, **frame(me))


def practice(me: Row | None, words: list[str]) -> str:
    """A practice with its sources and who used it."""
    item = int(words[1])
    found = {
        "item": ask(sql.PRACTICE, item)[0],
        "posts": ask(sql.PRACTICE_POSTS, item),
        "sources": ask(sql.SOURCES, item),
        "tags": ask(sql.TAGS.format(item)),
    }
    return templates.get_template("practice.html").render(**found, **frame(me))


def library(me: Row | None, _words: list[str]) -> str:
    """The list of practices."""
    found = with_tags(ask(sql.LIST, "practice"))
    return templates.get_template("list.html").render(title="Practice", **found, **frame(me))


def questions(me: Row | None, _words: list[str]) -> str:
    """The list of questions."""
    found = with_tags(ask(sql.LIST, "question"))
    return templates.get_template("list.html").render(title="Questions", **found, **frame(me))


def conversations(me: Row | None, _words: list[str]) -> str:
    """The list of conversations."""
    found = with_tags(ask(sql.LIST, "conversation"))
    return templates.get_template("list.html").render(title="Conversations", **found, **frame(me))


def tag(me: Row | None, words: list[str]) -> str:
    """What carries a tag."""
    found = with_tags(ask(sql.TAGGED, words[3]))
    return templates.get_template("list.html").render(title=words[3], **found, **frame(me))


def profile(me: Row | None, words: list[str]) -> str:
    """A person."""
    person = ask(sql.PERSON, words[1])[0]
    found = {"person": person, "rows": ask(sql.WROTE, person[0])}
    return templates.get_template("profile.html").render(me=me, **found)


def home(me: Row | None, _words: list[str]) -> str:
    """The community's home."""
    waiting = ask(sql.WAITING) if me else []
    found = with_tags(waiting + ask(sql.NEW))
    found |= {"waiting": waiting, "charter": ask(sql.CHARTER)[0], "newcomers": ask(sql.NEWCOMERS) if me else []}
    return templates.get_template("home.html").render(**found, **frame(me))


def search(me: Row | None, words: list[str]) -> str:
    """What has a word, best first; suggestions are the same for the floor, with what begins like it."""
    word = f"{words[-1]}*" if words[1] == "suggest" else Stemmer.Stemmer("english").stemWord(words[-1])
    found = with_tags(ask(sql.FOUND, word))
    return templates.get_template("list.html").render(title=words[-1], **found, **frame(me))


def page(path: str) -> tuple[Callable[[Row | None, list[str]], str], list[str]]:
    """Which page an address is."""
    words = path.strip("/").split("/")
    first = {"q": question, "t": conversation, "practice": practice, "people": profile, "search": search}.get(words[0])
    inner = {"questions": questions, "conversations": conversations, "practice": library, "tags": tag}
    return first or inner.get(words[2] if len(words) > 2 else "", home), words


def application(environ: dict[str, Any], start: Callable[..., Any]) -> Iterable[bytes]:
    """WSGI."""
    draw, words = page(environ["PATH_INFO"])
    words.append(environ.get("QUERY_STRING", "").partition("q=")[2])
    body = draw(reader(environ.get("HTTP_COOKIE", "")), words).encode()
    start("200 OK", [("Content-Type", "text/html; charset=utf-8"), ("Content-Length", str(len(body)))])
    return [body]


async def serve(port: int) -> None:
    """As the product's web process does."""
    server = Server(
        Bridge(application, threads=THREADS, most=0),
        address="127.0.0.1",
        port=port,
        interface=Interfaces.ASGINL,
        websockets=False,
        log_level=LogLevels.error,
    )
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, server.stop)
    await server.serve()


if __name__ == "__main__":
    asyncio.run(serve(int(sys.argv[1])))

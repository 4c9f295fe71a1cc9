"""The reader of texts: what it takes, and the sentence with which it refuses the rest."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from pathlib import Path

import pytest

from lorehall.house.demo import moments, names, read
from lorehall.house.demo.check import cited
from lorehall.house.demo.story import Moment, Unclear

pytestmark = pytest.mark.once

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
HEAD = "---\ntitle: Which way is up?\nby: ada\nat: -9d 14:10\n---\n"
CAST = """
[[person]]
handle = "ada"
name = "Ada"
about = ""
timezone = "UTC"
host = true
place = { role = "member", joined = "-19d" }

[[person]]
handle = "bo"
name = "Bo"
about = ""
timezone = "UTC"
place = { role = "coordinator", joined = "-20d" }
"""
PLACE = """
name = "Place"
slug = "place"
tagline = ""
kind = "interest"
visibility = "public"
joining = "open"
stage = "potential"
hue = 1
opened = "-20d"
by = "bo"
welcome = ""
[charter]
about = "A"
not_about = ""
for_whom = ""
learn = []
norms = ""
rhythm = ""
measures = ""
review = "+9d"
[tags]
up = "Where it is."
"""


def folder(tmp_path: Path, **texts: str) -> Path:
    """A little story on disk: Ada and Bo, one place, and these texts."""
    (tmp_path / "place").mkdir()
    (tmp_path / "cast.toml").write_text(CAST, "utf-8")
    (tmp_path / "place" / "community.toml").write_text(PLACE, "utf-8")
    for name, text in texts.items():
        (tmp_path / "place" / f"{name.replace('_', '-')}.md").write_text(text, "utf-8")
    return tmp_path


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("-93d 14:10", Moment(timedelta(days=93), time(14, 10))),
        ("-19h", Moment(timedelta(hours=19))),
        ("-1d2h3m", Moment(timedelta(days=1, hours=2, minutes=3))),
        ("+60d", Moment(timedelta(days=-60))),
    ],
)
def test_a_moment_is_counted_from_now(text: str, moment: Moment) -> None:
    assert moments.moment(text) == moment


def test_a_moment_with_an_hour_falls_on_that_hour_of_its_day() -> None:
    assert moments.moment("-2d 14:10").on(NOW) == datetime(2026, 2, 28, 14, 10, tzinfo=UTC)
    assert moments.moment("-19h").on(NOW) == datetime(2026, 3, 1, 14, 0, tzinfo=UTC)


@pytest.mark.parametrize("text", ["", "yesterday", "2h", "+2", "+2w", "-3h 14:10", "-3d 25:00", "-3d 1 2"])
def test_what_is_no_moment_is_refused_with_a_sentence(text: str) -> None:
    with pytest.raises(ValueError, match=r"\w"):
        moments.moment(text)


def test_a_thread_has_its_opening_its_asides_and_its_steps() -> None:
    thread = read.parse(
        HEAD.replace("---\ntitle", "---\nuseful: bo, di\ntitle", 1)
        + "Up?\n\n=== tried\nLooking.\n\n=== answer by bo +2h\nuseful: ada\n\nThere.\n\n"
        + "=== reply to bo by ada +3h\nThank you.\n\n=== confirm bo by ada +1d\n",
        "place/q-up.md",
        "place",
    )
    assert (thread.key, thread.kind, thread.text, thread.tried) == ("q-up", "question", "Up?", "Looking.")
    assert thread.useful == ("bo", "di")
    answer, reply, confirm = thread.steps
    assert (answer.post, answer.text, answer.useful, answer.after) == (
        1,
        "There.",
        ("ada",),
        timedelta(hours=2),
    )
    assert (reply.post, reply.target) == (2, 1)
    assert (confirm.post, confirm.target) == (None, 1)


def test_a_logged_answer_is_reached_by_its_name_and_the_opening_by_its_own() -> None:
    thread = read.parse(
        HEAD + "Up?\n=== log by bo +1h\nfrom: Hanne\nwhere: a fair\nThere.\n=== reply to log by ada +2h\nAh.\n"
        "=== edit opening by ada +3h\nUp, then?\n=== reply by bo +4h\nBetter.\n",
        "place/q-up.md",
        "place",
    )
    assert thread.steps[0].words == {"from": "Hanne", "where": "a fair"}
    assert [step.target for step in thread.steps] == [None, 1, 0, 0]


@pytest.mark.parametrize(
    ("text", "line", "word"),
    [
        ("Up?", 1, "front matter"),
        ("---\ntitle: A\nby: ada\n---\nUp?", 4, "at is missing"),
        ("---\ntitle: A\nmood: good\n---\nUp?", 3, "mood"),
        (HEAD, 6, "no text"),
        (HEAD.replace("-9d", "9d") + "Up?", 2, "no span"),
        (HEAD + "Up?\n=== shout by bo +2h\nUp", 7, "no step"),
        (HEAD + "Up?\n=== answer bo\nUp", 7, "can't be read"),
        (HEAD + "Up?\n=== answer by bo soon\nUp", 7, "no span"),
        (HEAD + "Up?\n=== answer by bo -2h\nUp", 7, "after the opening"),
        (HEAD + "Up?\n=== answer by bo +2h\n", 7, "no text"),
        (HEAD + "Up?\n=== confirm by ada +2h\n", 7, "no post"),
        (HEAD + "Up?\n=== confirm bo by ada +2h\n", 7, "no post by bo"),
        (HEAD + "Up?\n=== log by bo +2h\nUp", 7, "from"),
        (HEAD + "Up?\n=== post by bo +2h\nUp", 7, "no step of a question"),
    ],
)
def test_a_slip_is_told_with_its_file_and_line(text: str, line: int, word: str) -> None:
    with pytest.raises(Unclear, match=f"^place/q-up.md:{line}: .*{word}"):
        read.parse(text, "place/q-up.md", "place")


def test_a_story_is_read_whole(tmp_path: Path) -> None:
    story = read.story(folder(tmp_path, q_up=HEAD + "Up?\n=== answer by bo +2h\nuseful: ada\nThere, @ada.\n"))
    assert list(story.figures) == ["ada", "bo"]
    assert story.places["place"].tags == {"up": "Where it is."}
    assert [thread.key for thread in story.threads] == ["q-up"]


@pytest.mark.parametrize(
    ("text", "line", "word"),
    [
        (HEAD.replace("by: ada", "by: cy") + "Up?", 6, "cy is no member"),
        (HEAD.replace("-9d 14:10", "-19d") + "Up?\n=== answer by bo +20d\nThere", 7, "not past"),
        (HEAD.replace("-9d 14:10", "-30d") + "Up?", 6, "no member of place at that time"),
        (HEAD.replace("at:", "tags: down\nat:") + "Up?", 7, "down is not described"),
        (HEAD.replace("at:", "room: attic\nat:") + "Up?", 7, "no room attic"),
        (HEAD + "Up?\n=== answer by bo +2h\nAsk @cy", 7, "@cy"),
        (HEAD + "Up?\n=== answer by bo +2h\nSee [[q-down]]", 7, "no thread q-down"),
        (HEAD + "Up?\n=== answer by bo +2h\nSee [[down]]", 7, "neither a link nor a quote"),
        (HEAD + "Up?\n=== reply by bo +2h\n[[quote ada]]\n> Down?\n\nNo.", 7, "has not written"),
        (HEAD + "Up?\n=== answer by bo +2h\nuseful: cy\nThere", 6, "useful by cy"),
        (HEAD + "Up?\n=== answer by bo +2h\nUp\n=== confirm bo by ada +1h\n", 9, "before what it is about"),
    ],
)
def test_what_does_not_fit_the_whole_is_told_with_its_file_and_line(
    tmp_path: Path, text: str, line: int, word: str
) -> None:
    with pytest.raises(Unclear, match=f"^place/q-up.md:{line}: .*{word}"):
        read.story(folder(tmp_path, q_up=text))


def test_a_broken_table_is_told_with_its_file(tmp_path: Path) -> None:
    path = folder(tmp_path) / "cast.toml"
    path.write_text(CAST.replace("host = true", 'host = "yes"'), "utf-8")
    with pytest.raises(Unclear, match=r"cast.toml:1: person ada: host"):
        read.story(tmp_path)


def test_links_quotes_and_files_are_replaced_and_code_names_nobody() -> None:
    text = "[[quote ada]]\n> Up,\n> or so\n\nSee [[q-up]], [[file a-b.png: Bun]] and `@bo`, @ada.\n\n```\n@cached\n```"
    assert list(names.handles(text)) == ["ada"]
    assert list(names.links(text)) == ["q-up"]
    assert list(names.quotes(text)) == [("ada", "Up,\nor so")]
    assert list(names.files(text)) == ["a-b.png"]
    assert not list(names.odd(text))
    told = names.replaced(
        text,
        link=lambda key: f"#{key}",
        quote=lambda who, words: f"> {who} ({words[:2]}):\n>",
        file=lambda name, words: f"{words} ({name})",
        cite=lambda key, who, words: f"[{key} {who} {words}]",
    )
    assert told.startswith("> ada (Up):\n>\n> Up,\n> or so\n\nSee #q-up, Bun (a-b.png) and")


PRACTICE = HEAD.replace("title: Which way is up?", "title: Find up") + "Use it.\n\n1. Look.\n2. Go.\n"


def told(steps: str) -> list[str]:
    """What each step leaves of the text, with the publication on the second day."""
    text = f"{PRACTICE}=== publish by ada +1d\n{steps}"
    return [step.text for step in read.parse(text, "place/k-up.md", "place").steps[1:]]


def test_a_change_of_a_practice_is_a_passage_and_what_takes_its_place() -> None:
    revised = "=== revise by ada +2d\nnote: Why\n2. Go.\n=>\n2. Go up.\n"
    suggested = "=== suggest by bo +3d\nnote: Why\n1. Look.\n=>\n1. Look up.\n"
    assert told(revised) == ["Use it.\n\n1. Look.\n2. Go up."]
    assert told(suggested + "=== decline bo by ada +4d\nNo.\n" + revised)[2] == "Use it.\n\n1. Look.\n2. Go up."
    assert told(suggested + "=== accept bo by ada +4d\n" + revised)[2] == "Use it.\n\n1. Look up.\n2. Go up."


@pytest.mark.parametrize(
    ("steps", "word"),
    [
        ("=== revise by ada +2d\nnote: Why\nUp.\n=>\nDown.", "stands once"),
        ("=== revise by ada +2d\nnote: Why\nUse it.", "stands once"),
        ("=== revise by ada +2d\nUse it.\n=>\nLeave it.", "has a reason"),
        ("=== accept bo by ada +2d", "bo has no suggestion"),
        ("=== answer by bo +2d\nUp.", "answer is no step of a practice"),
        ("=== confirm bo by ada +2d", "no post by bo"),
    ],
)
def test_a_change_that_fits_nowhere_is_told(steps: str, word: str) -> None:
    with pytest.raises(Unclear, match=word):
        told(steps)


def test_a_citation_means_an_answer_first_and_is_written_before_it_is_cited(tmp_path: Path) -> None:
    question = HEAD + "Up?\n=== reply by bo +1h\nHm.\n=== answer by bo +2h\nThere.\n"
    later = PRACTICE.replace("-9d 14:10", "-8d 14:10").replace("Go.", "Go. [[cite q-up bo]]")
    story = read.story(folder(tmp_path, q_up=question, k_up=f"{later}=== publish by ada +1d\n"))
    assert [thread.published for thread in story.threads] == [timedelta(days=1), timedelta()]
    assert (cited(story.threads[1], "bo", "") or (0,))[0] == 2
    assert (cited(story.threads[1], "bo", "Hm") or (0,))[0] == 1
    (tmp_path / "place" / "k-up.md").write_text(later.replace("-8d 14:10", "-9d 15:10"), "utf-8")
    with pytest.raises(Unclear, match=r"k-up.md:\d+: there is no post of bo in q-up"):
        read.story(tmp_path)

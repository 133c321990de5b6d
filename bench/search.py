"""How fast search is: query to 20 hits with snippets and facets, by class of query, for this product, raw FTS5 and tantivy.

    python -m bench.search [SIZE …]      sizes in records, 10000 50000 200000 unless told

All engines answer each query in turn, in one process, over the same synthetic records (bench/synthetic.py), so that a busy
machine slows all of them: read the ratios. Raw FTS5 is SQLite as one would use it by hand: one MATCH statement with bm25 and
snippet(), facets by GROUP BY. tantivy (when installed) answers the same with its own snippets and aggregations.
"""

import gc
import random
import sqlite3
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from bench.search_peers import RawFts5, Tantivy
from bench.synthetic import documents, words
from kb.language.abbreviations import read_abbreviations
from kb.search import fts5_documents
from kb.search.port import SearchDocument, SearchRequest, Sort
from kb.search.service import RecordSearch

SIZES = (10_000, 50_000, 200_000)
QUERIES = 24
SHOWN = 20
ADDED = 20
Ask = Callable[["Question"], int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """A query in the terms of all engines. kind, first, last: the filter of the class `filter + dates`."""

    shape: str
    terms: tuple[str, ...]
    kind: str = ""
    first: date | None = None
    last: date | None = None
    by_date: bool = False


def questions(sample: Sequence[SearchDocument]) -> dict[str, list[Question]]:
    """The classes of queries, each with `QUERIES` different ones, drawn from the vocabulary by how common a word is."""
    chance = random.Random(5)
    vocabulary = words()
    common, middle, rare = vocabulary[8:60], vocabulary[100:900], vocabulary[4_000:20_000]

    def pairs() -> tuple[str, str]:
        text = chance.choice(sample).text.split()
        at = chance.randrange(len(text) - 1)
        return text[at], text[at + 1]

    def slip(word: str) -> str:
        at = chance.randrange(1, len(word) - 1)
        return word[:at] + word[at + 1] + word[at] + word[at + 2 :]

    period = (date(2010, 1, 1), date(2014, 12, 31))
    make: dict[str, Callable[[], Question]] = {
        "common term": lambda: Question(shape="all", terms=(chance.choice(common),)),
        "rare term": lambda: Question(shape="all", terms=(chance.choice(rare),)),
        "AND of 2": lambda: Question(shape="all", terms=(chance.choice(common), chance.choice(middle))),
        "OR of 3": lambda: Question(shape="any", terms=(chance.choice(common), *chance.sample(middle, 2))),
        "question of 5": lambda: Question(shape="question", terms=(chance.choice(common), *chance.sample(middle, 4))),
        "phrase": lambda: Question(shape="phrase", terms=pairs()),
        "prefix": lambda: Question(shape="prefix", terms=(chance.choice(middle)[:5],)),
        "fuzzy": lambda: Question(shape="fuzzy", terms=(slip(chance.choice(middle)),)),
        "filter + dates": lambda: Question(
            shape="all", terms=(chance.choice(common),), kind="action", first=period[0], last=period[1]
        ),
        "sort by date": lambda: Question(shape="all", terms=(chance.choice(common),), by_date=True),
    }
    return {name: [build() for _ in range(QUERIES)] for name, build in make.items()}


class Product:
    """This product, asked as its pages ask it."""

    def __init__(self, home: Path, engine: str) -> None:
        self.connection = sqlite3.connect(home / "kb.sqlite", isolation_level=None, check_same_thread=False)
        self.connection.execute("PRAGMA journal_mode = WAL")
        self.connection.execute("PRAGMA synchronous = NORMAL")
        self.engine = engine
        self.search = RecordSearch(self.reading, home / "index", read_abbreviations())

    @contextmanager
    def reading(self) -> Iterator[sqlite3.Connection]:
        """A read transaction."""
        self.connection.execute("BEGIN")
        try:
            yield self.connection
        finally:
            self.connection.execute("ROLLBACK")

    def write(self, records: Sequence[SearchDocument]) -> None:
        """Write records as an ingest does, in one transaction."""
        self.connection.execute("BEGIN IMMEDIATE")
        fts5_documents.create(self.connection)
        fts5_documents.replace(self.connection, records)
        self.connection.execute("COMMIT")

    def ask(self, question: Question) -> int:
        """Search; how many hits were shown."""
        return len(self.search.search(self.request(question)).hits)

    def request(self, question: Question) -> SearchRequest:
        """The question as typed."""
        terms = question.terms
        typed = {
            "all": " ".join(terms),
            "any": " OR ".join(terms),
            "question": " ".join(terms),
            "phrase": f'"{" ".join(terms)}"',
            "prefix": f"{terms[0]}*",
            "fuzzy": f"{terms[0]}~",
        }[question.shape]
        if question.kind:
            typed += f" kind:{question.kind} on:{question.first}..{question.last}"
        sort = Sort.NEWEST if question.by_date else Sort.RELEVANCE
        return SearchRequest(text=typed, today=date(2026, 1, 1), limit=SHOWN, sort=sort, engine=self.engine)


def main(sizes: Sequence[int]) -> None:
    """Print one table for each size."""
    for size in sizes:
        with tempfile.TemporaryDirectory() as directory:
            _run(size, Path(directory))


def _run(size: int, home: Path) -> None:
    records = list(documents(size))
    print(f"\n{size:,} synthetic records, Python {sys.version.split()[0]}, SQLite {sqlite3.sqlite_version}")
    whoosh = Product(home, "whoosh")
    built = [("records into SQLite, with both FTS5 tables", _timed(lambda: whoosh.write(records)))]
    built.append(("Whoosh index from scratch", _timed(whoosh.search.rebuild)))
    fts5 = Product(home, "fts5")
    raw = RawFts5(home / "raw.sqlite")
    built.append(("raw FTS5: rows and index", _timed(lambda: raw.write(records))))
    asked: dict[str, Ask] = {"product (whoosh)": whoosh.ask, "product (fts5)": fts5.ask, "raw FTS5": raw.ask}
    try:
        tantivy = Tantivy(home / "tantivy")
    except ImportError:
        print("tantivy is not installed here")
    else:
        built.append(("tantivy", _timed(lambda: tantivy.write(records))))
        asked["tantivy"] = tantivy.ask
    for name, seconds in built:
        print(f"  {name:<44} {seconds:8.2f} s  {size / seconds:10,.0f} records/s")
    _print_added(whoosh, records)
    _print_queries(questions(records[:2_000]), asked)


def _print_added(product: Product, records: Sequence[SearchDocument]) -> None:
    """From the start of the write transaction to the first search that shows the new records."""
    times = []
    for turn in range(10):
        new = [
            replace(
                each, record_id=f"new-{turn}-{place}", item_key=f"new-{turn}-{place}", text=f"{each.text} brandnew{turn}"
            )
            for place, each in enumerate(records[:ADDED])
        ]
        started = time.perf_counter()
        product.write(new)
        found = product.search.search(SearchRequest(text=f"brandnew{turn}", today=date(2026, 1, 1), engine="whoosh"))
        times.append(time.perf_counter() - started)
        assert (found.total, found.engine) == (ADDED, "whoosh"), found.state
    middle, worst = statistics.median(times) * 1e3, max(times) * 1e3
    print(f"  {ADDED} new records written and found: p50 {middle:.1f} ms, worst {worst:.1f} ms")


def _print_queries(classes: dict[str, list[Question]], asked: dict[str, Ask]) -> None:
    names = list(asked)
    print(f"  {'p50 / p95, ms':<16} " + " ".join(f"{name:>18}" for name in names) + "   raw FTS5 / product")
    for title, listed in classes.items():
        times: dict[str, list[float]] = {name: [] for name in names}
        for name in names:
            asked[name](listed[0])
        gc.collect()
        for question in listed:
            for name in names:
                times[name].append(_timed(lambda ask=asked[name], each=question: ask(each)) * 1e3)
        cells = []
        for name in names:
            ordered = sorted(times[name])
            cells.append(f"{statistics.median(ordered):>9.2f} /{ordered[int(len(ordered) * 0.95)]:>7.2f}")
        ratio = statistics.median(times["raw FTS5"]) / statistics.median(times[names[0]])
        print(f"  {title:<16} " + " ".join(cells) + f"   {ratio:6.2f}x")


def _timed(work: Callable[[], object]) -> float:
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


if __name__ == "__main__":
    main([int(size) for size in sys.argv[1:]] or SIZES)

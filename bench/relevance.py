"""How good the ranking is: nDCG@10, MAP and recall@20 of the product's own search path over a test collection.

    python -m bench.relevance [--no-peers | --all-peers] FOLDER [FOLDER …]

A folder holds `docs.jsonl` (id, title, text), `queries.tsv` (id, text) and `qrels.txt` in TREC form (query, 0, document,
relevance). Titles become areas, texts become texts, and each query is searched as if a person had typed it, 1,000 hits deep.
nDCG gains what a judgement says, as trec_eval does; for MAP and recall a document is relevant above 0. Peers run in the same
process where they are installed, each in one setting, or with --all-peers in several (plain Whoosh takes minutes where there
are many documents; the product's own figures come first).
"""

import math
import sqlite3
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from bench.relevance_collection import Collection, read_collection
from bench.relevance_peers import PEERS, PEERS_IN_OTHER_SETTINGS
from kb.language.abbreviations import read_abbreviations
from kb.search import fts5_documents
from kb.search.port import SearchDocument, SearchRequest
from kb.search.service import ENGINES, RecordSearch

DEPTH = 1_000
Ranking = Callable[[str], Sequence[str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Quality:
    """Means over the queries that have an answer."""

    ndcg_at_10: float
    average_precision: float
    recall_at_20: float
    seconds: float


def measure(collection: Collection, rank: Ranking) -> Quality:
    """The quality of a ranking over all queries with an answer."""
    asked = [key for key in collection.queries if collection.relevant.get(key)]
    started = time.perf_counter()
    ranked = {key: list(dict.fromkeys(rank(collection.queries[key])))[:DEPTH] for key in asked}
    seconds = time.perf_counter() - started
    scores = [_scores(ranked[key], collection.relevant[key]) for key in asked]
    count = max(1, len(scores))
    ndcg, precision, recall = (sum(column) / count for column in zip(*scores, strict=True)) if scores else (0.0, 0.0, 0.0)
    return Quality(ndcg_at_10=ndcg, average_precision=precision, recall_at_20=recall, seconds=seconds)


def _scores(ranked: Sequence[str], relevant: Mapping[str, float]) -> tuple[float, float, float]:
    best = sorted(relevant.values(), reverse=True)
    found, precision = 0, 0.0
    for place, doc in enumerate(ranked, start=1):
        if doc in relevant:
            found += 1
            precision += found / place
    recall = len(relevant.keys() & set(ranked[:20])) / len(relevant)
    return _gained([relevant.get(doc, 0.0) for doc in ranked[:10]]) / _gained(best[:10]), precision / len(relevant), recall


def _gained(relevances: Sequence[float]) -> float:
    return sum(relevance / math.log2(place + 2) for place, relevance in enumerate(relevances))


def open_product(collection: Collection, home: Path) -> RecordSearch:
    """The product's search over a collection."""
    connection = sqlite3.connect(home / "kb.sqlite", isolation_level=None, check_same_thread=False)
    connection.execute("BEGIN")
    fts5_documents.create(connection)
    documents = [
        SearchDocument(record_id=key, item_key=key, kind="discussion", area=title, text=text)
        for key, title, text in collection.docs
    ]
    fts5_documents.replace(connection, documents)
    connection.execute("COMMIT")

    @contextmanager
    def reading() -> Iterator[sqlite3.Connection]:
        yield connection

    search = RecordSearch(reading, home / "index", read_abbreviations())
    search.catch_up()
    return search


def product_ranking(search: RecordSearch, engine: str) -> Ranking:
    """What a person gets who types the query."""

    def rank(text: str) -> Sequence[str]:
        request = SearchRequest(
            text=text, today=date(2026, 1, 1), limit=DEPTH, grouped=False, facets=False, snippets=False, engine=engine
        )
        return [hit.document.record_id for hit in search.search(request).hits]

    return rank


def main(arguments: Sequence[str]) -> None:
    """Print a table for each folder."""
    folders = [each for each in arguments if not each.startswith("--")]
    if not folders or not set(arguments) - set(folders) <= {"--no-peers", "--all-peers"}:
        sys.exit("say which folder: python -m bench.relevance [--no-peers | --all-peers] FOLDER …")
    peers = {} if "--no-peers" in arguments else PEERS | (PEERS_IN_OTHER_SETTINGS if "--all-peers" in arguments else {})
    for folder in folders:
        collection = read_collection(Path(folder))
        answered = sum(1 for key in collection.queries if collection.relevant.get(key))
        absent = f" ({collection.absent} answers are not among the documents)" if collection.absent else ""
        print(f"\n{collection.name}: {len(collection.docs):,} documents, {answered} queries with an answer{absent}")
        print(f"{'engine':<28} {'nDCG@10':>8} {'MAP':>8} {'recall@20':>10} {'s':>7}", flush=True)
        with tempfile.TemporaryDirectory() as home:
            search = open_product(collection, Path(home))
            for engine in ENGINES:
                _print(f"this product, {engine}", measure(collection, product_ranking(search, engine)))
        for name, open_peer in peers.items():
            try:
                rank = open_peer(collection.docs, DEPTH)
            except ImportError as error:
                print(f"{name:<28} not installed ({error.name})")
                continue
            _print(name, measure(collection, rank))


def _print(name: str, quality: Quality) -> None:
    means = f"{quality.ndcg_at_10:>8.4f} {quality.average_precision:>8.4f} {quality.recall_at_20:>10.4f}"
    print(f"{name:<28} {means} {quality.seconds:>7.2f}", flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])

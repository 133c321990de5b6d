"""A test collection as it lies in a folder: read forgivingly, since public ones come in many hands' spellings.

docs.jsonl      one JSON object a line: `id` (or `_id`), `title`, `text`; empty, missing or null ones are empty
queries.tsv     id, tab, text; a line without a tab is split at its first space; a heading is a query without answers
qrels.txt       TREC form (query, 0, document, relevance) or query, document, relevance; tabs or spaces; headings are skipped

A byte order mark, CRLF, and bytes that are no UTF-8 are passed over. What a document said first stands.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True, kw_only=True)
class Collection:
    """A test collection. docs: (id, title, text). relevant: query id -> document id -> relevance above 0.

    absent: how many relevant documents are not among the docs; they count as not found, for every engine.
    """

    name: str
    docs: list[tuple[str, str, str]]
    queries: dict[str, str]
    relevant: dict[str, dict[str, float]]
    absent: int


def read_collection(folder: Path) -> Collection:
    """The collection in a folder."""
    docs: dict[str, tuple[str, str, str]] = {}
    for line in _lines(folder / "docs.jsonl"):
        doc = json.loads(line, strict=False)
        key = str(doc["id"] if "id" in doc else doc["_id"]).strip()
        docs.setdefault(key, (key, _text(doc.get("title")), _text(doc.get("text"))))
    queries: dict[str, str] = {}
    for line in _lines(folder / "queries.tsv"):
        key, text = line.split("\t", 1) if "\t" in line else [*line.split(maxsplit=1), ""][:2]
        if text.strip():
            queries[key.strip()] = text.strip()
    relevant: dict[str, dict[str, float]] = {}
    for query, document, relevance in _judgements(folder / "qrels.txt"):
        if relevance > 0:
            relevant.setdefault(query, {})[document] = relevance
    absent = sum(document not in docs for judged in relevant.values() for document in judged)
    return Collection(
        name=folder.resolve().name, docs=list(docs.values()), queries=queries, relevant=relevant, absent=absent
    )


def _lines(path: Path) -> Iterator[str]:
    """The lines that are not blank. Only a line feed ends one: a text may hold Unicode's other separators."""
    for line in path.read_text(encoding="utf-8-sig", errors="replace").split("\n"):
        if line.strip():
            yield line.rstrip("\r")


def _text(value: object) -> str:
    """A text that every engine can take: without halves of characters, which JSON can spell and UTF-8 cannot."""
    return str(value or "").encode("utf-8", "replace").decode("utf-8")


def _judgements(path: Path) -> Iterator[tuple[str, str, float]]:
    for line in _lines(path):
        parts = [part.strip() for part in line.split("\t")] if line.count("\t") > 1 else line.split()
        if len(parts) >= 4:
            parts = [parts[0], *parts[2:4]]
        try:
            yield parts[0], parts[1], float(parts[2])
        except (ValueError, IndexError):  # a heading, or a judgement that says nothing
            continue

"""Small invented archives and the two engines over them, for the tests of search. Nothing here is real."""

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from kb.language.abbreviations import read_abbreviations
from kb.language.query import parse_query
from kb.search import fts5_documents
from kb.search.catalogue import Catalogue
from kb.search.fts5_index import Fts5Index
from kb.search.fts5_vocabulary import Fts5Vocabulary
from kb.search.plan import plan_query
from kb.search.port import SearchDocument, SearchIndex
from kb.search.service import RecordSearch
from kb.search.wanted import Plan
from kb.search.whoosh_index import WhooshIndex

TODAY = date(2022, 7, 1)
ABBREVIATIONS = read_abbreviations()


def action(number: int, text: str, **more: object) -> SearchDocument:
    """An invented action of TMAG 006."""
    values: dict[str, object] = {
        "record_id": f"a{number}", "item_key": f"TMAG06-{number:02d}", "kind": "action", "ref": f"TMAG06-{number:02d}",
        "meeting": "TMAG06", "group": "TMAG", "meeting_date": date(2022, 6, 15), "issue_date": date(2022, 6, 17),
        "status": "open", "file_name": "synthetic.pdf", "page": 1, "report_id": "TMAG06-synthetic",
    }  # fmt: skip
    return SearchDocument(text=text, **(values | more))  # type: ignore[arg-type] # the tests name the fields they set


def discussion(number: int, text: str, **more: object) -> SearchDocument:
    """An invented discussion item of TMAG 006."""
    own: dict[str, object] = {
        "record_id": f"d{number}",
        "item_key": f"d{number}",
        "kind": "discussion",
        "ref": "",
        "status": "",
    }
    return action(number, text, **(own | more))


def database(documents: Sequence[SearchDocument]) -> sqlite3.Connection:
    """A database in memory with these documents."""
    connection = sqlite3.connect(":memory:", isolation_level=None, check_same_thread=False)
    fts5_documents.create(connection)
    fts5_documents.replace(connection, documents)
    return connection


@dataclass(frozen=True, slots=True, kw_only=True)
class Engines:
    """Both engines over the same documents."""

    connection: sqlite3.Connection
    catalogue: Catalogue
    both: tuple[SearchIndex, SearchIndex]

    def plan(self, text: str) -> Plan:
        """What a query means over these documents."""
        return plan_query(parse_query(text, TODAY), Fts5Vocabulary(connection=self.connection), ABBREVIATIONS)

    def record_ids(self, numbers: Sequence[int]) -> frozenset[str]:
        """The records behind document numbers."""
        return frozenset(each.record_id for each in fts5_documents.read_numbered(self.connection, numbers).values())


def open_engines(documents: Sequence[SearchDocument], directory: Path) -> Engines:
    """Index the documents twice."""
    connection = database(documents)
    catalogue = Catalogue.empty().extended(fts5_documents.read_facts(connection, 0), (), 1)
    index = WhooshIndex(directory)
    whoosh = index.matching(catalogue, lambda numbers: fts5_documents.read_numbered(connection, numbers).values())
    assert whoosh is not None, index.state
    return Engines(
        connection=connection, catalogue=catalogue, both=(whoosh, Fts5Index(connection=connection, catalogue=catalogue))
    )


def open_search(documents: Sequence[SearchDocument], directory: Path | None) -> RecordSearch:
    """The search service over these documents."""
    connection = database(documents)

    @contextmanager
    def reading() -> Iterator[sqlite3.Connection]:
        yield connection

    return RecordSearch(reading, directory, ABBREVIATIONS)

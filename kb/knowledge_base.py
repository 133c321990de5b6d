"""The knowledge base: one directory with the database, the originals and the search index. The one place that wires them.

home/
  kb.sqlite     the records: the only source of truth next to the originals
  library/      the original PDFs, by hash
  index/        the search index, derived; may be deleted at any time
"""

import sqlite3
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import Self

from sqlalchemy import Connection

from kb.failed_searches import note_failed_search
from kb.history.story import has_story
from kb.language.abbreviations import AbbreviationFile
from kb.language.refs import canonical_ref
from kb.library import Kept, Library
from kb.records import ParsedReport
from kb.search import fts5_documents, fts5_records
from kb.search.port import SearchRequest, SearchResult
from kb.search.service import RecordSearch
from kb.store import Added, Change, Store, forget_file, is_file_known, replace_reports


class KnowledgeBase:
    """All that the product knows, under one directory (made when missing)."""

    def __init__(self, home: Path) -> None:
        self.home = home
        self.store = Store(home / "kb.sqlite")
        self.library = Library(home / "library")
        with self.store.reading() as connection:
            ready = fts5_documents.is_ready(_driver(connection))
        if not ready:
            with self.store.writing() as connection:
                fts5_documents.create(_driver(connection))
        self._abbreviations = AbbreviationFile(home)
        self._search = RecordSearch(self._reading, home / "index", self._abbreviations.table())

    @classmethod
    def open(cls, home: Path) -> Self:
        """Open the knowledge base under `home`. Raises `NewerSchemaError`."""
        return cls(home)

    def close(self) -> None:
        """Close the database and the index."""
        self.store.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()

    def knows_file(self, sha256: str) -> bool:
        """Whether a file with these bytes has been taken in."""
        return self.store.knows_file(sha256)

    def add(self, reports: Sequence[ParsedReport], original: Path) -> tuple[Added, ...]:
        """Take in all reports of one file; `UNCHANGED` for each when the file is known."""
        self.keep_original(reports, original)
        return self.add_kept(reports)

    def keep_original(self, reports: Sequence[ParsedReport], original: Path) -> None:
        """Keep the file that says these reports. A crash after that leaves a spare copy, never a record without original."""
        sha256 = _one_hash(reports)
        if not self.knows_file(sha256):
            self.library.keep(original, sha256)

    def put_back(self, sha256: str, original: Path) -> Kept:
        """Keep the original of a file that is known again, should it be missing or damaged; how it was kept before."""
        before = self.library.check(sha256)
        if before is not Kept.WHOLE:
            self.library.keep(original, sha256)
        return before

    def add_kept(self, reports: Sequence[ParsedReport]) -> tuple[Added, ...]:
        """Take in all reports of files whose originals are kept, in one transaction: what became of each, in their order.

        It is as if the files were added one after the other, and a report of a file that is known is `UNCHANGED`.
        """
        if not reports:
            return ()
        with self.store.writing() as connection:
            known = {sha256 for sha256 in _hashes(reports) if is_file_known(connection, sha256)}
            return _merge(reports, known, self._replace(connection, _new(reports, known)))

    def replace(self, reports: Sequence[ParsedReport]) -> tuple[Added, ...]:
        """Lay down anew what one file says, as read by a later parser: records and search documents in one transaction."""
        with self.store.writing() as connection:
            return self._replace(connection, reports)

    def remove_file(self, sha256: str) -> None:
        """Forget all reports of a file. Its original stays in the library."""
        with self.store.writing() as connection:
            fts5_records.refresh(_driver(connection), forget_file(connection, sha256))

    def preview(self, reports: Sequence[ParsedReport]) -> tuple[Added, ...]:
        """What adding all reports of these files, one file after the other, would report; nothing is changed."""
        with self.store.writing() as connection:
            known = {sha256 for sha256 in _hashes(reports) if is_file_known(connection, sha256)}
            foreseen = _merge(reports, known, replace_reports(connection, _new(reports, known)).added)
            _roll_back(connection)
        return foreseen

    def search(self, request: SearchRequest) -> SearchResult:
        """Find records. Never raises for what a person typed."""
        self._search.abbreviations = self._abbreviations.table()
        result = self._search.search(request)
        if result.ref is None and (ref := canonical_ref(request.text)) is not None:
            with self.store.reading() as connection:
                result = replace(result, ref=ref if has_story(connection, ref) else None)
        return result

    def update_index(self) -> str:
        """Bring the search index up to date; a sentence when that could not be done (searches work all the same)."""
        return self._search.catch_up()

    def rebuild_index(self) -> str:
        """Make the search index anew from the records, as the views of today tell them; says what came of it."""
        with self.store.writing() as connection:
            fts5_records.refresh_all(_driver(connection))
        return self._search.rebuild()

    def index_lag(self) -> int | None:
        """How many records the search index lacks; None when there is no index that can be read."""
        return self._search.lag()

    def note_failed_search(self, query: str, at: datetime) -> None:
        """Count a query that found nothing."""
        with self.store.writing() as connection:
            note_failed_search(connection, query, at)

    def revision(self) -> int:
        """A number that grows with every change of what can be searched."""
        with self.store.reading() as connection:
            return fts5_documents.revision(_driver(connection))

    @contextmanager
    def _reading(self) -> Iterator[sqlite3.Connection]:
        with self.store.reading() as connection:
            yield _driver(connection)

    @staticmethod
    def _replace(connection: Connection, reports: Sequence[ParsedReport]) -> tuple[Added, ...]:
        replaced = replace_reports(connection, reports)
        fts5_records.refresh(_driver(connection), replaced.meetings)
        return replaced.added


def _driver(connection: Connection) -> sqlite3.Connection:
    driver = connection.connection.driver_connection
    assert isinstance(driver, sqlite3.Connection)
    return driver


def _roll_back(connection: Connection) -> None:
    transaction = connection.get_transaction()
    if transaction is not None:
        transaction.rollback()


def _hashes(reports: Sequence[ParsedReport]) -> set[str]:
    return {each.report.sha256 for each in reports}


def _one_hash(reports: Sequence[ParsedReport]) -> str:
    (sha256,) = _hashes(reports)
    return sha256


def _new(reports: Sequence[ParsedReport], known: Collection[str]) -> tuple[ParsedReport, ...]:
    return tuple(each for each in reports if each.report.sha256 not in known)


def _merge(reports: Sequence[ParsedReport], known: Collection[str], added: Sequence[Added]) -> tuple[Added, ...]:
    """What became of all reports: of the new ones as told, of the known ones nothing."""
    told = iter(added)
    return tuple(
        Added(report_id=each.report.report_id, change=Change.UNCHANGED) if each.report.sha256 in known else next(told)
        for each in reports
    )

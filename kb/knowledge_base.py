"""The knowledge base: one directory with the database, the originals and the search index. The one place that wires them.

home/
  kb.sqlite     the records: the only source of truth next to the originals
  library/      the original PDFs, by hash
  index/        the search index, derived; may be deleted at any time
"""

from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import Self

from sqlalchemy import Connection

from kb.library import Library
from kb.records import ParsedReport
from kb.store import Added, Change, Store, replace_reports


class KnowledgeBase:
    """All that the product knows, under one directory (made when missing)."""

    def __init__(self, home: Path) -> None:
        self.home = home
        self.store = Store(home / "kb.sqlite")
        self.library = Library(home / "library")

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
        """Take in all reports of one file in one transaction; `UNCHANGED` for each when the file is known.

        The original is kept first: a crash in between leaves a spare copy, never a record without its original.
        """
        sha256 = _one_hash(reports)
        if self.knows_file(sha256):
            return tuple(Added(report_id=each.report.report_id, change=Change.UNCHANGED) for each in reports)
        self.library.keep(original, sha256)
        return self.store.replace(reports)

    def replace(self, reports: Sequence[ParsedReport]) -> tuple[Added, ...]:
        """Lay down anew what a kept original says, read again by a later parser. Keys stay the same."""
        return self.store.replace(reports)

    def preview(self, reports: Sequence[ParsedReport]) -> tuple[Added, ...]:
        """What `add` would report; nothing is changed."""
        if self.knows_file(_one_hash(reports)):
            return tuple(Added(report_id=each.report.report_id, change=Change.UNCHANGED) for each in reports)
        with self.store.writing() as connection:
            added = replace_reports(connection, reports)
            _roll_back(connection)
        return added


def _roll_back(connection: Connection) -> None:
    transaction = connection.get_transaction()
    if transaction is not None:
        transaction.rollback()


def _one_hash(reports: Sequence[ParsedReport]) -> str:
    (sha256,) = {each.report.sha256 for each in reports}
    return sha256

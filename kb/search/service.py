"""The search over one database, for many threads: the catalogue kept current, the Whoosh index caught up, an engine chosen.

While the Whoosh index is away or behind, SQLite's FTS5 answers.
"""

import sqlite3
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from functools import partial
from pathlib import Path

from kb.errors import SearchIndexError
from kb.language.abbreviations import NO_ABBREVIATIONS, Abbreviations
from kb.language.query import parse_query
from kb.search import fts5_documents
from kb.search.answer import answer_query
from kb.search.catalogue import Catalogue
from kb.search.fts5_index import Fts5Index
from kb.search.port import SearchDocument, SearchIndex, SearchRequest, SearchResult
from kb.search.whoosh_index import WhooshIndex

Reading = Callable[[], AbstractContextManager[sqlite3.Connection]]

WHOOSH, FTS5 = "whoosh", "fts5"
ENGINES = (WHOOSH, FTS5)
_BATCH = 2_000


class RecordSearch:
    """The search over one database. One object serves many threads.

    reading: opens a read transaction. directory: of the Whoosh index, None to do with FTS5 alone.
    """

    def __init__(self, reading: Reading, directory: Path | None, abbreviations: Abbreviations) -> None:
        self._reading = reading
        self._whoosh = WhooshIndex(directory) if directory else None
        self.abbreviations = abbreviations
        self._catalogue = Catalogue.empty()
        self._lock = threading.Lock()
        self._catching_up: threading.Thread | None = None

    def search(self, request: SearchRequest) -> SearchResult:
        """Find what a request asks for. Never raises for what a person typed; `SearchIndexError` for an unknown engine."""
        query = parse_query(request.text, request.today)
        with self._reading() as connection:
            catalogue = self._current(connection)
            engine, state = self._engine(connection, catalogue, request.engine)
            table = self.abbreviations if request.expand else NO_ABBREVIATIONS
            answer = partial(answer_query, query, request, table, connection, catalogue)
            try:
                return answer(engine, state or table.note)
            except sqlite3.Error:
                raise
            except Exception as error:
                # A torn index makes Whoosh raise anything; the database still has the answer.
                if self._whoosh is None or engine.name != WHOOSH:
                    raise
                self._whoosh.discard(type(error).__name__)
                return answer(Fts5Index(connection=connection, catalogue=catalogue), self._whoosh.state)

    def catch_up(self) -> str:
        """Bring the Whoosh index up to date, or make it, however long that takes; a sentence when it could not be done."""
        if self._whoosh is None:
            return ""
        with self._reading() as connection:
            self._whoosh.matching(self._current(connection), _documents(connection), patient=True)
        return self._whoosh.state

    def rebuild(self) -> str:
        """Make the Whoosh index anew; a sentence that says what came of it."""
        if self._whoosh is None:
            return "there is no search index beside the database"
        with self._reading() as connection:
            catalogue = self._current(connection)
            rebuilt = self._whoosh.rebuild(catalogue, _documents(connection))
        if rebuilt is None:
            return self._whoosh.state
        return f"search index made anew: {int(catalogue.live.sum()):,} records"

    def lag(self) -> int | None:
        """How many records the Whoosh index lacks; None when there is no index that can be read."""
        if self._whoosh is None:
            return None
        with self._reading() as connection:
            return self._whoosh.lag(self._current(connection))

    def _current(self, connection: sqlite3.Connection) -> Catalogue:
        """The catalogue as this transaction sees the database."""
        revision = fts5_documents.revision(connection)
        known = self._catalogue
        if known.revision == revision:
            return known
        with self._lock:
            known = self._catalogue
            if known.revision == revision:
                return known
            too_old = revision - known.revision > fts5_documents.REMEMBERED
            mostly_gone = known.size > 2 * int(known.live.sum()) + 1_000
            if too_old or mostly_gone or known.revision > revision:  # the last: this transaction began before that revision
                known = Catalogue.empty()
            facts = fts5_documents.read_facts(connection, known.last_number)
            gone = fts5_documents.read_gone(connection, known.revision) if known.size else []
            extended = known.extended(facts, gone, revision)
            if extended.revision > self._catalogue.revision:
                self._catalogue = extended
            return extended

    def _engine(self, connection: sqlite3.Connection, catalogue: Catalogue, name: str | None) -> tuple[SearchIndex, str]:
        if name is not None and name not in ENGINES:
            raise SearchIndexError(f"there is no search engine {name!r}; there are {', '.join(ENGINES)}")
        if name == FTS5 or self._whoosh is None:
            return Fts5Index(connection=connection, catalogue=catalogue), ""
        matching = self._whoosh.matching(catalogue, _documents(connection))
        if matching is not None:
            return matching, ""
        state = self._whoosh.state
        self._catch_up_in_background()
        return Fts5Index(connection=connection, catalogue=catalogue), state

    def _catch_up_in_background(self) -> None:
        with self._lock:
            if self._catching_up is None or not self._catching_up.is_alive():
                self._catching_up = threading.Thread(target=self._catch_up_quietly, name="search index", daemon=True)
                self._catching_up.start()

    def _catch_up_quietly(self) -> None:
        try:
            self.catch_up()
        except Exception as error:  # a daemon has nobody to raise to: the state tells, and FTS5 answers
            if self._whoosh is not None:
                self._whoosh.state = f"the search index could not be made ({error}); SQLite's own index answers"


def _documents(connection: sqlite3.Connection) -> Callable[[Sequence[int]], Iterable[SearchDocument]]:
    """Reads documents by number, some at a time."""

    def read(numbers: Sequence[int]) -> Iterator[SearchDocument]:
        for start in range(0, len(numbers), _BATCH):
            yield from fts5_documents.read_numbered(connection, numbers[start : start + _BATCH]).values()

    return read

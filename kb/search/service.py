"""A search from typed text to hits: the query understood, an engine asked, hits narrowed, counted, ordered and shown.

    text → Query → Plan → engine: exact matches → (too few: the closest ones) → narrow → count → order → load → mark

Hits are always loaded from the database, in the same transaction in which the catalogue was checked: what is no longer there
is not shown. While the Whoosh index is away or behind, SQLite's FTS5 answers.
"""

import sqlite3
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from kb.errors import SearchIndexError
from kb.language.abbreviations import NO_ABBREVIATIONS, Abbreviations
from kb.language.nodes import Query
from kb.language.query import describe, parse_query
from kb.language.text import stems_of
from kb.search import facets, fts5_documents
from kb.search.catalogue import Catalogue
from kb.search.facets import Narrowing, Slots
from kb.search.feedback import TOP, wants_feedback, with_feedback, with_first_ones_kept
from kb.search.fts5_index import Fts5Index
from kb.search.fts5_vocabulary import Fts5Vocabulary
from kb.search.plan import plan_query
from kb.search.port import FEW, Hit, SearchDocument, SearchIndex, SearchRequest, SearchResult, Segment, Sort
from kb.search.snippets import Marks, marked, marks_of, snippet
from kb.search.wanted import Plan, Scored, Wanted
from kb.search.whoosh_index import WhooshIndex

Reading = Callable[[], AbstractContextManager[sqlite3.Connection]]

WHOOSH, FTS5 = "whoosh", "fts5"
ENGINES = (WHOOSH, FTS5)
_BATCH = 2_000


@dataclass(frozen=True, slots=True, kw_only=True)
class _Found:
    """Slots that an engine found, ascending, with their scores."""

    slots: Slots
    scores: "np.ndarray[tuple[int, ...], np.dtype[np.float32]]"


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
            table = self.abbreviations if request.expand else NO_ABBREVIATIONS
            plan = plan_query(query, Fts5Vocabulary(connection=connection), table)
            engine, state = self._engine(connection, catalogue, request.engine)
            state = state or table.note
            try:
                return _Search(connection, catalogue, engine, request, query, plan, state).result()
            except sqlite3.Error:
                raise
            except Exception as error:
                # A torn index makes Whoosh raise anything; the database still has the answer.
                if self._whoosh is None or engine.name != WHOOSH:
                    raise
                self._whoosh.discard(type(error).__name__)
                fallback = Fts5Index(connection=connection, catalogue=catalogue)
                return _Search(connection, catalogue, fallback, request, query, plan, self._whoosh.state).result()

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
        fts5 = Fts5Index(connection=connection, catalogue=catalogue)
        if name == FTS5 or self._whoosh is None:
            return fts5, ""
        matching = self._whoosh.matching(catalogue, _documents(connection))
        if matching is not None:
            return matching, ""
        state = self._whoosh.state
        self._catch_up_in_background()
        return fts5, state

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


@dataclass(slots=True)
class _Search:
    """One search in one transaction."""

    connection: sqlite3.Connection
    catalogue: Catalogue
    engine: SearchIndex
    request: SearchRequest
    query: Query
    plan: Plan
    state: str

    def result(self) -> SearchResult:
        request, catalogue = self.request, self.catalogue
        chosen = facets.narrowing(catalogue, request)
        exact = self.found(self.plan.exact, self.plan.scored + self.plan.beside)
        narrowed = _kept(exact, chosen)
        total = facets.count_hits(catalogue, narrowed.slots, grouped=request.grouped)
        few = max(FEW, request.limit) if request.few is None else request.few
        closest = self.closest(narrowed, chosen) if total < few else None
        closest_total = facets.count_hits(catalogue, closest.slots, grouped=request.grouped) if closest else 0
        approximate = not len(exact.slots) and closest_total > 0
        counted = exact.slots if not approximate else self.found(self.plan.loose, self.plan.loose_scored).slots
        return SearchResult(
            query=self.query.text,
            understood=describe(self.query.root),
            notes=self.query.notes,
            ref=self.query.ref,
            meeting=self.query.meeting,
            total=closest_total if approximate else total,
            closest_total=closest_total,
            approximate=approximate,
            hits=self.hits(narrowed, closest, total),
            facets=facets.count_facets(catalogue, counted, chosen, request) if request.facets else (),
            histogram=facets.histogram(catalogue, counted, chosen, request) if request.facets else (),
            also_searched=self.plan.also_searched,
            suggestion=self.suggestion() if total < FEW else "",
            engine=self.engine.name,
            state=self.state,
        )

    def found(self, wanted: Wanted | None, scored: tuple[Scored, ...]) -> _Found:
        matches = self.engine.match(wanted, scored)
        return _Found(slots=self.catalogue.slots_of(matches.numbers), scores=matches.scores)

    def closest(self, exact: _Found, chosen: Narrowing) -> _Found | None:
        """What comes closest, without what was found exactly."""
        if self.plan.loose is None:
            return None
        loose = _kept(self.found(self.plan.loose, self.plan.loose_scored + self.plan.beside), chosen)
        codes = self.catalogue.item.codes
        known = (
            np.isin(codes[loose.slots], codes[exact.slots]) if self.request.grouped else np.isin(loose.slots, exact.slots)
        )
        closest = _Found(slots=loose.slots[~known], scores=loose.scores[~known])
        if self.request.sort is not Sort.RELEVANCE or not wants_feedback(self.plan.scored):
            return closest
        again = self.found(self.plan.loose, self.terms_of_best(loose))
        scores = again.scores[np.searchsorted(again.slots, closest.slots)]
        return _Found(slots=closest.slots, scores=with_first_ones_kept(scores, closest.scores))

    def terms_of_best(self, found: _Found) -> tuple[Scored, ...]:
        """The terms of the loose query, and those that the best of its documents share."""
        order = np.argsort(-found.scores, kind="stable")[:TOP]
        scores = {int(self.catalogue.numbers[found.slots[at]]): float(found.scores[at]) for at in order}
        documents = fts5_documents.read_numbered(self.connection, scores)
        best = [
            (score, stems_of(f"{documents[number].area}\n{documents[number].text}"))
            for number, score in scores.items()
            if number in documents and score > 0
        ]
        return with_feedback(
            self.plan.loose_scored + self.plan.beside, [each for each in best if each[1]], self.engine.rarity
        )

    def hits(self, exact: _Found, closest: _Found | None, total: int) -> tuple[Hit, ...]:
        request = self.request
        end = request.offset + request.limit
        shown = facets.first_hits(self.catalogue, exact.slots, exact.scores, request, min(end, total))[request.offset :]
        hits = self.loaded(shown, exact, marks_of(each.tokens for each in self.plan.scored), closest=False)
        if closest is not None and end > total:
            start = max(0, request.offset - total)
            shown = facets.first_hits(self.catalogue, closest.slots, closest.scores, request, end - total)[start:]
            hits += self.loaded(shown, closest, marks_of(each.tokens for each in self.plan.loose_scored), closest=True)
        return tuple(hits)

    def loaded(self, slots: Sequence[int], found: _Found, marks: Marks, *, closest: bool) -> list[Hit]:
        numbers = {slot: int(self.catalogue.numbers[slot]) for slot in slots}
        documents = fts5_documents.read_numbered(self.connection, numbers.values())
        wanted = self.request.snippets
        meetings = facets.meetings_of_items(self.catalogue, slots) if wanted else [0] * len(slots)
        scores = found.scores[np.searchsorted(found.slots, slots)].tolist()
        return [
            Hit(
                document=document,
                score=round(score, 4),
                closest=closest,
                meetings=count,
                snippet=_best_snippet(document, marks) if wanted else (),
                area=marked(document.area, marks) if wanted else (),
            )
            for slot, count, score in zip(slots, meetings, scores, strict=True)
            if (document := documents.get(numbers[slot])) is not None
        ]

    def suggestion(self) -> str:
        """The query with the likelier words in place of those that the archive does not have."""
        text = self.query.text
        for word, likelier in self.plan.corrections:
            at = text.casefold().find(word)
            if at >= 0:
                text = text[:at] + likelier[0] + text[at + len(word) :]
        return text if text != self.query.text else ""


def _kept(found: _Found, chosen: Narrowing) -> _Found:
    slots = chosen.narrowed(found.slots)
    if len(slots) == len(found.slots):
        return found
    return _Found(slots=slots, scores=found.scores[np.searchsorted(found.slots, slots)])


def _best_snippet(document: SearchDocument, marks: Marks) -> tuple[Segment, ...]:
    """A snippet of the text, or of the update or owner when only these have the words."""
    shown = snippet(document.text, marks)
    if any(segment.marked for segment in shown) or any(segment.marked for segment in marked(document.area, marks)):
        return shown
    for other in (document.update, document.owner_raw):
        found = snippet(other, marks)
        if any(segment.marked for segment in found):
            return found
    return shown


def _documents(connection: sqlite3.Connection) -> Callable[[Sequence[int]], Iterable[SearchDocument]]:
    """Reads documents by number, some at a time."""

    def read(numbers: Sequence[int]) -> Iterator[SearchDocument]:
        for start in range(0, len(numbers), _BATCH):
            yield from fts5_documents.read_numbered(connection, numbers[start : start + _BATCH]).values()

    return read

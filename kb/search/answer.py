"""One query answered in one transaction: an engine asked, hits narrowed, counted, ordered and shown.

    Query → Plan → engine: exact matches → (too few: the closest ones) → narrow → count → order → load → mark

Hits are always loaded from the database, in the same transaction in which the catalogue was checked: what is no longer there
is not shown. A filter that no record passes is left out when nothing is found, and a note says so.
"""

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from kb.language.abbreviations import Abbreviations
from kb.language.hints import as_filters
from kb.language.nodes import Query
from kb.language.query import describe
from kb.records import RecordKind
from kb.search import facets, fts5_documents
from kb.search.catalogue import Catalogue, Column
from kb.search.closest import Closest, ClosestSearch
from kb.search.facets import Narrowing
from kb.search.found import Found, find
from kb.search.fts5_vocabulary import Fts5Vocabulary
from kb.search.loose_refs import with_loose_ref
from kb.search.plan import plan_query
from kb.search.port import FEW, Hit, SearchDocument, SearchIndex, SearchRequest, SearchResult, Segment, Sort
from kb.search.snippets import Marks, marked, marks_of, snippet
from kb.search.unmet import without_unmet
from kb.search.wanted import Plan


def answer_query(
    query: Query,
    request: SearchRequest,
    abbreviations: Abbreviations,
    connection: sqlite3.Connection,
    catalogue: Catalogue,
    engine: SearchIndex,
    state: str,
) -> SearchResult:
    """What an engine finds for a query. state: a sentence about the index, to be shown."""
    vocabulary = Fts5Vocabulary(connection=connection)

    def answer(query: Query) -> SearchResult:
        plan = plan_query(query, vocabulary, abbreviations)
        return _Search(connection, catalogue, engine, request, query, plan, state).result()

    query = with_loose_ref(query, catalogue.ref.values)
    result = answer(query)
    if result.total or result.closest_total:
        return result
    relaxed = without_unmet(query, catalogue, vocabulary)
    if relaxed is None:
        return result
    return replace(result, notes=relaxed.notes) if relaxed.root is None else answer(relaxed)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Place:
    """A slot in the list of hits. lacks: some of the words."""

    slot: int
    score: float
    lacks: bool


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
        scored = self.plan.scored + self.plan.beside if request.sort is Sort.RELEVANCE else ()
        exact = self.named_first(find(self.engine, catalogue, self.plan.exact, scored))
        narrowed = exact.narrowed(chosen)
        total = facets.count_hits(catalogue, narrowed.slots, grouped=request.grouped)
        closest = self.closest(narrowed, total, chosen)
        closest_total = facets.count_hits(catalogue, closest.found.slots, grouped=request.grouped) if closest else 0
        approximate = not len(exact.slots) and closest_total > 0
        counted = closest.everywhere if closest is not None and approximate else exact.slots
        return SearchResult(
            query=self.query.text,
            understood=describe(self.query.root),
            notes=self.query.notes,
            ref=self.query.ref if self.is_there(catalogue.ref, self.query.ref, RecordKind.ACTION) else None,
            meeting=self.query.meeting if self.is_there(catalogue.meeting, self.query.meeting) else None,
            total=closest_total if approximate else total,
            closest_total=0 if approximate else closest_total,
            approximate=approximate,
            hits=self.hits(self.places(narrowed, closest, total)),
            facets=facets.count_facets(catalogue, counted, chosen, request) if request.facets else (),
            histogram=facets.histogram(catalogue, counted, chosen, request) if request.facets else (),
            also_searched=self.plan.also_searched,
            suggestion=self.suggestion(few=total < FEW),
            engine=self.engine.name,
            state=self.state,
        )

    def is_there(self, column: Column, name: str | None, kind: str = "") -> bool:
        """Whether the archive has a record of that name, so that a page can go there."""
        if name is None:
            return False
        there = column.among((name.casefold(),)) & self.catalogue.live
        return bool((there & self.catalogue.kind.among((kind,))).any() if kind else there.any())

    def named_first(self, found: Found) -> Found:
        """The record whose ref was typed comes before those that speak of it."""
        if self.query.ref is None or not len(found.slots):
            return found
        named = self.catalogue.ref.among((self.query.ref.casefold(),))[found.slots]
        return replace(found, scores=found.scores + named * (1 + found.scores.max()))

    def closest(self, exact: Found, total: int, chosen: Narrowing) -> Closest | None:
        """What comes close, when `total` hits are few."""
        few = max(FEW, self.request.limit) if self.request.few is None else self.request.few
        search = ClosestSearch(
            connection=self.connection, catalogue=self.catalogue, engine=self.engine, request=self.request, plan=self.plan
        )
        return search.closest(exact, chosen) if total < few else None

    def places(self, exact: Found, closest: Closest | None, total: int) -> list[_Place]:
        """The hits of the page asked for."""
        request = self.request
        end = request.offset + request.limit
        places = self.first(exact, min(end, total), lack=False)[request.offset :]
        if closest is not None and end > total:
            places += self.first(closest.found, end - total, lack=True)[max(0, request.offset - total) :]
        return places

    def first(self, found: Found, count: int, *, lack: bool) -> list[_Place]:
        slots = facets.first_hits(self.catalogue, found.slots, found.scores, self.request, count)
        scores = found.scores_of(np.array(slots, np.int64)).tolist()
        return [_Place(slot=slot, score=score, lacks=lack) for slot, score in zip(slots, scores, strict=True)]

    def hits(self, places: Sequence[_Place]) -> tuple[Hit, ...]:
        """The hits, loaded and marked."""
        numbers = [int(self.catalogue.numbers[each.slot]) for each in places]
        documents = fts5_documents.read_numbered(self.connection, numbers)
        wanted = self.request.snippets
        meetings = facets.meetings_of_items(self.catalogue, [each.slot for each in places]) if wanted else [0] * len(places)
        marks = {
            lacks: marks_of(each.tokens for each in scored)
            for lacks, scored in ((False, self.plan.scored), (True, self.plan.loose_scored))
        }
        return tuple(
            _hit(document, place, count, marks[place.lacks] if wanted else None)
            for place, number, count in zip(places, numbers, meetings, strict=True)
            if (document := documents.get(number)) is not None
        )

    def suggestion(self, *, few: bool) -> str:
        """The query with filters for plain words, and likelier words for those that the archive does not have."""
        text = as_filters(self.query.text, self.request.today)
        for word, likelier in self.plan.corrections if few else ():
            at = text.casefold().find(word)
            if at >= 0:
                text = text[:at] + _dressed(likelier[0], text[at : at + len(word)]) + text[at + len(word) :]
        return text if text != self.query.text else ""


def _dressed(word: str, typed: str) -> str:
    """A word in capitals, with one, or with none, as what was typed."""
    if typed.isupper() and len(typed) > 1:
        return word.upper()
    return word.capitalize() if typed[0].isupper() else word


def _hit(document: SearchDocument, place: _Place, meetings: int, marks: Marks | None) -> Hit:
    """marks: what to mark in its texts; None for a hit without them."""
    text = snippet(document.text, marks) if marks else ()
    return Hit(
        document=document,
        score=round(place.score, 4),
        closest=place.lacks,
        meetings=meetings,
        snippet=text,
        aside=_aside(document, text, marks) if marks else (),
        area=marked(document.area, marks) if marks else (),
    )


def _aside(document: SearchDocument, text: Sequence[Segment], marks: Marks) -> tuple[Segment, ...]:
    """A snippet of the update or of the owner, when only these have the words."""
    if any(segment.marked for segment in (*text, *marked(document.area, marks))):
        return ()
    for label, other in (("Update: ", document.update), ("Owner: ", document.owner_raw)):
        found = snippet(other, marks)
        if any(segment.marked for segment in found):
            return (Segment(text=label), *found)
    return ()

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
from kb.language.text import stems_of
from kb.search import facets, fts5_documents
from kb.search.catalogue import Catalogue
from kb.search.facets import Narrowing, Slots
from kb.search.feedback import TOP, wants_feedback, with_feedback, with_first_ones_kept
from kb.search.fts5_vocabulary import Fts5Vocabulary
from kb.search.plan import plan_query
from kb.search.port import FEW, Hit, SearchDocument, SearchIndex, SearchRequest, SearchResult, Segment, Sort
from kb.search.snippets import Marks, marked, marks_of, snippet
from kb.search.unmet import without_unmet
from kb.search.wanted import Plan, Scored, Wanted


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

    result = answer(query)
    if result.total or result.closest_total:
        return result
    relaxed = without_unmet(query, catalogue, vocabulary)
    if relaxed is None:
        return result
    return replace(result, notes=relaxed.notes) if relaxed.root is None else answer(relaxed)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Found:
    """Slots that an engine found, ascending, with their scores."""

    slots: Slots
    scores: "np.ndarray[tuple[int, ...], np.dtype[np.float32]]"


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
        exact = self.named_first(self.found(self.plan.exact, self.plan.scored + self.plan.beside))
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
            suggestion=self.suggestion(few=total < FEW),
            engine=self.engine.name,
            state=self.state,
        )

    def found(self, wanted: Wanted | None, scored: tuple[Scored, ...]) -> _Found:
        matches = self.engine.match(wanted, scored)
        return _Found(slots=self.catalogue.slots_of(matches.numbers), scores=matches.scores)

    def named_first(self, found: _Found) -> _Found:
        """The record whose ref was typed comes before those that speak of it."""
        if self.query.ref is None or not len(found.slots):
            return found
        named = self.catalogue.ref.among((self.query.ref.casefold(),))[found.slots]
        return replace(found, scores=found.scores + named * (1 + found.scores.max()))

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

    def suggestion(self, *, few: bool) -> str:
        """The query with filters for plain words, and likelier words for those that the archive does not have."""
        text = as_filters(self.query.text, self.request.today)
        for word, likelier in self.plan.corrections if few else ():
            at = text.casefold().find(word)
            if at >= 0:
                likeliest = likelier[0].capitalize() if text[at].isupper() else likelier[0]
                text = text[:at] + likeliest + text[at + len(word) :]
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

"""What comes close: the records with some of the words, and how they rank. They stand below those that have them all."""

import sqlite3
from dataclasses import dataclass, replace

import numpy as np

from kb.language.text import stems_of
from kb.search import fts5_documents
from kb.search.catalogue import Catalogue, Mask
from kb.search.facets import Narrowing, Slots
from kb.search.feedback import TOP, highest, wants_feedback, with_feedback, with_first_ones_kept
from kb.search.found import Found, find
from kb.search.port import SearchIndex, SearchRequest, Sort
from kb.search.wanted import Plan, Scored


@dataclass(frozen=True, slots=True, kw_only=True)
class Closest:
    """found: what has some of the words, but not all. everywhere: all slots with some, before anything is narrowed."""

    everywhere: Slots
    found: Found


@dataclass(frozen=True, slots=True, kw_only=True)
class ClosestSearch:
    """The search for what comes close, in one transaction."""

    connection: sqlite3.Connection
    catalogue: Catalogue
    engine: SearchIndex
    request: SearchRequest
    plan: Plan

    def closest(self, exact: Found, chosen: Narrowing) -> Closest | None:
        """What comes close to what `exact` has; None when nothing is looser."""
        if self.plan.loose is None:
            return None
        by_score = self.request.sort is Sort.RELEVANCE
        scored = self.plan.loose_scored + self.plan.beside if by_score else ()
        loose = find(self.engine, self.catalogue, self.plan.loose, scored)
        best = loose.narrowed(chosen)
        found = best.only(self._lacking(best, exact))
        if by_score and wants_feedback(self.plan.scored):
            again = find(self.engine, self.catalogue, self.plan.loose, self._terms_of_best(best))
            found = replace(found, scores=with_first_ones_kept(again.scores_of(found.slots), found.scores))
        return Closest(everywhere=loose.slots, found=found)

    def _lacking(self, found: Found, exact: Found) -> Mask:
        codes = self.catalogue.item.codes
        if self.request.grouped:
            return ~np.isin(codes[found.slots], codes[exact.slots])
        return ~np.isin(found.slots, exact.slots)

    def _terms_of_best(self, found: Found) -> tuple[Scored, ...]:
        """The terms of the loose query, and those that the best of its documents share."""
        order = highest(found.scores, TOP)
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

"""What comes close: the records with some of the words, and how they rank with those that have them all.

Of one or two words people expect both: what lacks one stands below. A question of more has an answer that lacks one of them
more often than not, and a long text that happens to have them all, far apart: when few have them all, these and the closest
are ranked together, those with all words a little higher than their score. Measured in bench/README.md.
"""

import sqlite3
from dataclasses import dataclass, replace

import numpy as np

from kb.language.text import stems_of
from kb.search import fts5_documents
from kb.search.catalogue import Catalogue, Mask
from kb.search.facets import Narrowing, Slots
from kb.search.feedback import TOP, highest, wants_feedback, with_feedback, with_first_ones_kept
from kb.search.found import Found, find
from kb.search.port import FEW, SearchIndex, SearchRequest, Sort
from kb.search.wanted import Plan, Scored

_QUESTION = 3
_ALL_WORDS = np.float32(1.2)


@dataclass(frozen=True, slots=True, kw_only=True)
class Closest:
    """everywhere: the slots with some of the words, before anything is narrowed. found: those to be ranked; lacks: which of
    them lack words. together: `found` holds those with all words too.
    """

    everywhere: Slots
    found: Found
    lacks: Mask
    together: bool

    @property
    def lacking(self) -> Found:
        """Those that lack words."""
        return self.found.only(self.lacks)


@dataclass(frozen=True, slots=True, kw_only=True)
class ClosestSearch:
    """The search for what comes close, in one transaction."""

    connection: sqlite3.Connection
    catalogue: Catalogue
    engine: SearchIndex
    request: SearchRequest
    plan: Plan

    def closest(self, exact: Found, total: int, chosen: Narrowing) -> Closest | None:
        """What comes close to what `exact` has, which makes `total` hits; None when nothing is looser."""
        if self.plan.loose is None:
            return None
        by_score = self.request.sort is Sort.RELEVANCE
        scored = self.plan.loose_scored + self.plan.beside if by_score else ()
        loose = find(self.engine, self.catalogue, self.plan.loose, scored)
        found = loose.narrowed(chosen)
        lacks = self._lacking(found, exact)
        together = total < FEW and self._is_question() and by_score
        if together:
            found = _weighed(found, lacks)
        best = found
        if not together:
            found, lacks = found.only(lacks), np.ones(int(lacks.sum()), np.bool_)
        if by_score and wants_feedback(self.plan.scored):
            again = find(self.engine, self.catalogue, self.plan.loose, self._terms_of_best(best))
            anew = Found(slots=found.slots, scores=again.scores_of(found.slots))
            anew = _weighed(anew, lacks) if together else anew
            found = replace(found, scores=with_first_ones_kept(anew.scores, found.scores))
        if together:
            found = found.with_those_of(exact)
            lacks = self._lacking(found, exact)
        return Closest(everywhere=loose.slots, found=found, lacks=lacks, together=together)

    def _is_question(self) -> bool:
        return sum(len(each.tokens) == 1 for each in self.plan.scored) >= _QUESTION

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


def _weighed(found: Found, lacks: Mask) -> Found:
    return replace(found, scores=np.where(lacks, found.scores, found.scores * _ALL_WORDS))

"""Where the tokens of a query occur, and what that makes of each document: one scorer for all engines. Pure array sums.

An engine gives the posting list of a token in a field; sequences of tokens are found by their positions.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from kb.search import scoring
from kb.search.wanted import Scored

AREA, WORDS = "area", "words"
FIELDS = (AREA, WORDS)
POSITION_BITS = 25

Array = NDArray[np.int32]


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """Where a token is: ascending documents of the engine, how often in each, positions in sequence."""

    documents: Array
    frequencies: Array
    positions: Array


@dataclass(slots=True, kw_only=True)
class Occurrences:
    """What one search has looked up so far.

    posting_list: of a token in a field. slots: of the engine's documents, -1 for one that does not stand. norms: for each
    field, BM25's length part of every slot. without_area: the slots that have none. documents: how many stand. having: the
    documents that have a sequence in a field, from an engine that knows them sooner than all its tokens' posting lists are
    read; how often is then not told.
    """

    posting_list: Callable[[str, str], Found]
    slots: Array
    norms: Mapping[str, NDArray[np.float32]]
    without_area: NDArray[np.bool_]
    documents: int
    having: Callable[[str, tuple[str, ...]], Array] | None = None
    looked_up: dict[tuple[str, str], Found] = field(default_factory=dict)
    sequences: dict[tuple[str, tuple[str, ...]], tuple[Array, Array]] = field(default_factory=dict)

    def scores(self, scored: tuple[Scored, ...]) -> NDArray[np.float32]:
        """Scores for every slot: BM25 summed over the terms, and over the area once more."""
        scores = np.zeros(len(self.norms[WORDS]), np.float32)
        for each in scored:
            slots, _frequencies = self.of(WORDS, each.tokens)
            rarity = scoring.inverse_frequency(len(slots), self.documents)
            for name, boost in ((WORDS, 1.0), (AREA, scoring.AREA_WEIGHT)) if len(slots) else ():
                slots, frequencies = self.of(name, each.tokens)
                scores[slots] += scoring.contributions(frequencies, self.norms[name][slots], boost * each.weight * rarity)
        return np.where(self.without_area, scores * scoring.WITHOUT_AREA, scores)

    def of(self, name: str, tokens: tuple[str, ...]) -> tuple[Array, Array]:
        """The slots that have the token or sequence in a field, each once, and how often."""
        key = (name, tokens)
        if key not in self.sequences:
            documents, frequencies = self._sequence(name, tokens) if len(tokens) > 1 else self._single(name, tokens[0])
            slots = self.slots[documents]
            standing = slots >= 0
            if not standing.all():
                slots, frequencies = slots[standing], frequencies[standing]
            self.sequences[key] = (slots, frequencies)
        return self.sequences[key]

    def _sequence(self, name: str, tokens: tuple[str, ...]) -> tuple[Array, Array]:
        """The documents in which the tokens follow each other. Rarest token first: only its places can be kept."""
        if self.having is not None and not all((name, token) in self.looked_up for token in tokens):
            documents = self.having(name, tokens)
            return documents, np.ones(len(documents), np.int32)
        found = [self._look_up(name, token) for token in tokens]
        order = sorted(range(len(tokens)), key=lambda at: len(found[at].positions))
        kept = _places(found[order[0]]) - order[0]
        for at in order[1:]:
            if not len(kept):
                break
            places = _places(found[at]) - at
            spots = np.searchsorted(places, kept)
            spots[spots == len(places)] = 0
            kept = kept[places[spots] == kept] if len(places) else kept[:0]
        documents, counts = np.unique(kept >> POSITION_BITS, return_counts=True)
        return documents.astype(np.int32), counts.astype(np.int32)

    def _single(self, name: str, token: str) -> tuple[Array, Array]:
        found = self._look_up(name, token)
        return found.documents, found.frequencies

    def _look_up(self, name: str, token: str) -> Found:
        key = (name, token)
        if key not in self.looked_up:
            self.looked_up[key] = self.posting_list(name, token)
        return self.looked_up[key]


def _places(found: Found) -> NDArray[np.int64]:
    """Document and position in one ascending number."""
    return (np.repeat(found.documents, found.frequencies).astype(np.int64) << POSITION_BITS) + found.positions

"""What an engine found, by slot. Pure arrays."""

from dataclasses import dataclass

import numpy as np

from kb.search.catalogue import Catalogue, Mask
from kb.search.facets import Narrowing, Slots
from kb.search.port import Scores, SearchIndex
from kb.search.wanted import Scored, Wanted


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """Slots that an engine found, ascending, with their scores."""

    slots: Slots
    scores: Scores

    def only(self, mask: Mask) -> "Found":
        """Those of the mask, which is as long as the slots."""
        return self if mask.all() else Found(slots=self.slots[mask], scores=self.scores[mask])

    def narrowed(self, chosen: Narrowing) -> "Found":
        """Those that pass what was chosen."""
        slots = chosen.narrowed(self.slots)
        return self if len(slots) == len(self.slots) else Found(slots=slots, scores=self.scores_of(slots))

    def scores_of(self, slots: Slots) -> Scores:
        """The scores of slots that are all among those found."""
        return self.scores[np.searchsorted(self.slots, slots)]


def find(engine: SearchIndex, catalogue: Catalogue, wanted: Wanted | None, scored: tuple[Scored, ...]) -> Found:
    """All that fulfils `wanted`, scored by the terms."""
    matches = engine.match(wanted, scored)
    return Found(slots=catalogue.slots_of(matches.numbers), scores=matches.scores)

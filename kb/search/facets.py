"""Narrowing, counting and ordering of what was found, by the arrays of the catalogue. Knows no engine and no texts."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from kb.search.catalogue import Catalogue, Codes, Mask
from kb.search.port import Facet, FacetValue, SearchRequest, Sort

Slots = NDArray[np.int64]
_MOST_VALUES = 40
_SHOWN_FACETS = (Facet.KIND, Facet.GROUP, Facet.OWNER, Facet.STATUS, Facet.YEAR)


@dataclass(frozen=True, slots=True, kw_only=True)
class Narrowing:
    """The values chosen in each facet, and the bounds on the meeting date, as masks."""

    masks: Mapping[Facet, Mask]
    dates: Mask | None

    def narrowed(self, slots: Slots, but: Facet | None = None) -> Slots:
        """The slots that pass all choices; those of the facet `but` do not count, so that its other values show counts."""
        for facet, mask in self.masks.items():
            if facet is not but:
                slots = slots[mask[slots]]
        if self.dates is not None and but is not Facet.MONTH:
            slots = slots[self.dates[slots]]
        return slots


def narrowing(catalogue: Catalogue, request: SearchRequest) -> Narrowing:
    """The masks for what a request has chosen."""
    masks = {facet: _mask(catalogue, facet, values) for facet, values in request.narrowed if values}
    dates = None
    if request.since is not None or request.until is not None:
        first = request.since.toordinal() if request.since else 1
        last = request.until.toordinal() if request.until else date.max.toordinal()
        dates = (catalogue.meeting_day >= first) & (catalogue.meeting_day <= last)
    return Narrowing(masks=masks, dates=dates)


def count_facets(
    catalogue: Catalogue, slots: Slots, chosen: Narrowing, request: SearchRequest
) -> tuple[tuple[Facet, tuple[FacetValue, ...]], ...]:
    """For each facet its values, commonest first, with how many hits each would leave."""
    wanted = dict(request.narrowed)
    shared: _Counted | None = None
    facets = []
    for facet in _SHOWN_FACETS:
        if facet in chosen.masks:
            counted = _Counted(catalogue=catalogue, slots=chosen.narrowed(slots, facet), grouped=request.grouped)
        else:
            shared = shared or _Counted(catalogue=catalogue, slots=chosen.narrowed(slots), grouped=request.grouped)
            counted = shared
        facets.append((facet, counted.values(facet, wanted.get(facet, ()))))
    return tuple(facets)


def histogram(catalogue: Catalogue, slots: Slots, chosen: Narrowing, request: SearchRequest) -> tuple[FacetValue, ...]:
    """Hits for each month (`2022-06`), in order, the bounds on the date left aside."""
    counted = _Counted(catalogue=catalogue, slots=chosen.narrowed(slots, Facet.MONTH), grouped=request.grouped)
    return tuple(sorted(counted.values(Facet.MONTH, (), most=10_000), key=lambda each: each.value))


def count_hits(catalogue: Catalogue, slots: Slots, *, grouped: bool) -> int:
    """How many hits the slots make: items, or single mentions."""
    return int(np.count_nonzero(np.bincount(catalogue.item.codes[slots]))) if grouped else len(slots)


def first_hits(
    catalogue: Catalogue, slots: Slots, scores: NDArray[np.float32], request: SearchRequest, count: int
) -> list[int]:
    """The slots of the first `count` hits in the order asked for; when grouped, the best mention of each item."""
    keys = _order_keys(catalogue, slots, scores, request.sort)
    wanted = min(len(slots), count)
    while True:
        if wanted < len(slots):
            best = np.argpartition(-keys, wanted - 1)[:wanted] if wanted else np.zeros(0, np.int64)
        else:
            best = np.arange(len(slots))
        best = best[np.argsort(-keys[best], kind="stable")]
        ordered = slots[best]
        if request.grouped:
            _items, firsts = np.unique(catalogue.item.codes[ordered], return_index=True)
            ordered = ordered[np.sort(firsts)]
        if len(ordered) >= count or wanted == len(slots):
            return [int(slot) for slot in ordered[:count]]
        wanted = min(len(slots), wanted * 4 + 16)


def meetings_of_items(catalogue: Catalogue, slots: Sequence[int]) -> list[int]:
    """For each slot, in how many meetings' reports its item is printed."""
    counts = []
    for slot in slots:
        same = (catalogue.item.codes == catalogue.item.codes[slot]) & catalogue.live
        counts.append(len(np.unique(catalogue.meeting.codes[same])))
    return counts


def _order_keys(catalogue: Catalogue, slots: Slots, scores: NDArray[np.float32], sort: Sort) -> NDArray[np.float64]:
    """A number for each slot, the first hit's the highest. Of equal hits the later meeting comes first."""
    days = catalogue.meeting_day[slots].astype(np.float64)
    places = slots / (catalogue.size + 1.0)
    match sort:
        case Sort.NEWEST:
            return days + places
        case Sort.OLDEST:
            return np.where(days > 0, -days, -1e9) - places
        case Sort.RELEVANCE:
            return scores.astype(np.float64) + 1e-6 * (days + places) / date.max.toordinal()


@dataclass(slots=True)
class _Counted:
    """Slots to count the values of. Grouped, an item with several mentions counts once for each value."""

    catalogue: Catalogue
    slots: Slots
    grouped: bool
    repeated: Mask | None = None

    def __post_init__(self) -> None:
        if self.grouped:
            items = self.catalogue.item.codes[self.slots]
            repeated = np.bincount(items)[items] > 1 if len(items) else np.zeros(0, np.bool_)
            self.repeated = repeated if repeated.any() else None

    def values(self, facet: Facet, chosen: Sequence[str], most: int = _MOST_VALUES) -> tuple[FacetValue, ...]:
        """The values found, commonest first; chosen ones stay even when they would leave nothing."""
        if facet is Facet.OWNER:
            counts = self._owners()
        else:
            counts = self._count(_codes(self.catalogue, facet)[self.slots], self.slots, self.repeated)
        named = [(_name(self.catalogue, facet, code), int(counts[code])) for code in np.flatnonzero(counts).tolist()]
        found = [FacetValue(value=name, count=count, chosen=name in chosen) for name, count in named if name]
        gone = [
            FacetValue(value=name, count=0, chosen=True) for name in chosen if name not in {each.value for each in found}
        ]
        ordered = sorted(found, key=lambda each: (-each.count, each.value))
        return (*(each for place, each in enumerate(ordered) if place < most or each.chosen), *gone)

    def _owners(self) -> NDArray[np.int64]:
        catalogue = self.catalogue
        inside = np.zeros(catalogue.size, np.bool_)
        inside[self.slots] = True
        picked = inside[catalogue.party_slots]
        slots = catalogue.party_slots[picked]
        repeated = None
        if self.repeated is not None:
            marks = np.zeros(catalogue.size, np.bool_)
            marks[self.slots[self.repeated]] = True
            repeated = marks[slots]
        return self._count(catalogue.party.codes[picked], slots, repeated)

    def _count(self, codes: Codes, slots: NDArray[np.integer], repeated: Mask | None) -> NDArray[np.int64]:
        if repeated is None:
            return np.bincount(codes)
        width = int(codes.max()) + 1 if len(codes) else 1
        pairs = self.catalogue.item.codes[slots[repeated]].astype(np.int64) * width + codes[repeated]
        return np.bincount(np.concatenate((codes[~repeated], np.unique(pairs) % width)), minlength=width)


def _codes(catalogue: Catalogue, facet: Facet) -> Codes:
    match facet:
        case Facet.KIND:
            return catalogue.kind.codes
        case Facet.GROUP:
            return catalogue.group.codes
        case Facet.STATUS:
            return catalogue.status.codes
        case Facet.YEAR:
            return catalogue.month // 12
        case Facet.MONTH:
            return catalogue.month
        case Facet.OWNER:
            raise ValueError("a document has several owners: they have no column of codes")


def _name(catalogue: Catalogue, facet: Facet, code: int) -> str:
    match facet:
        case Facet.YEAR:
            return f"{code:04d}" if code else ""
        case Facet.MONTH:
            return f"{code // 12:04d}-{code % 12 + 1:02d}" if code else ""
        case Facet.OWNER:
            return catalogue.party.values[code]
        case Facet.KIND:
            return catalogue.kind.values[code]
        case Facet.GROUP:
            return catalogue.group.values[code]
        case Facet.STATUS:
            return catalogue.status.values[code]


def _mask(catalogue: Catalogue, facet: Facet, values: Sequence[str]) -> Mask:
    if facet is Facet.OWNER:
        codes = [code for code, name in enumerate(catalogue.party.values) if name in values]
        mask = np.zeros(catalogue.size, np.bool_)
        mask[catalogue.party_slots[np.isin(catalogue.party.codes, codes)]] = True
        return mask
    codes_there = _codes(catalogue, facet)
    known = [code for code in np.unique(codes_there).tolist() if _name(catalogue, facet, code) in values]
    return np.isin(codes_there, known)

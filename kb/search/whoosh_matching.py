"""Matching over the posting lists of a Whoosh index: masks and scores over the slots of a catalogue. Reads only."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property, reduce

import numpy as np
from numpy.typing import NDArray
from whoosh.matching import Matcher
from whoosh.reading import IndexReader, TermNotFound

from kb.search import scoring
from kb.search.catalogue import Catalogue, Mask
from kb.search.occurrences import AREA, FIELDS, WORDS, Array, Found, Occurrences
from kb.search.port import Matches
from kb.search.wanted import All, Any, Scored, Tokens, Wanted, Without
from kb.search.whoosh_codec import PackedMatcher, PositionsFormat, Postings
from kb.search.whoosh_writer import SegmentFacts

_NONE = np.zeros(0, np.int32)


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenSegment:
    """A segment of the index that is open for reading."""

    segment_id: str
    reader: IndexReader
    facts: SegmentFacts


@dataclass(kw_only=True)
class WhooshMatching:
    """The open segments against one catalogue: one object per state of both, shared by all searches on it.

    opened_from: folder and generation of the index. A document of the index whose number or stamp is not that of a standing
    document has slot -1 and is never found.
    """

    segments: Sequence[OpenSegment]
    catalogue: Catalogue
    opened_from: tuple[str, int]
    name: str = "whoosh"
    slots: Array = field(init=False)
    offsets: list[int] = field(init=False)

    def __post_init__(self) -> None:
        counts = [len(each.facts.numbers) for each in self.segments]
        self.offsets = [0, *np.cumsum(counts).tolist()][:-1] if counts else []
        slots = np.concatenate([_slots(each.facts, self.catalogue) for each in self.segments] or [_NONE])
        self.slots = _each_once(slots)

    @cached_property
    def norms(self) -> dict[str, NDArray[np.float32]]:
        """For each field, BM25's length part for every slot."""
        standing = self.slots >= 0
        norms = {}
        for name in FIELDS:
            parts = [each.facts.area_lengths if name == AREA else each.facts.word_lengths for each in self.segments]
            lengths = np.concatenate(parts) if parts else np.zeros(0, np.int64)
            of_slots = np.zeros(self.catalogue.size, np.int64)
            of_slots[self.slots[standing]] = lengths[standing]
            norms[name] = scoring.norms(of_slots, self.catalogue.live)
        return norms

    @property
    def missing(self) -> NDArray[np.int64]:
        """The numbers of standing documents that the index does not have."""
        indexed = np.zeros(self.catalogue.size, np.bool_)
        indexed[self.slots[self.slots >= 0]] = True
        return self.catalogue.numbers[self.catalogue.live & ~indexed]

    def match(self, wanted: Wanted | None, scored: tuple[Scored, ...]) -> Matches:
        """All documents that fulfil `wanted`, scored."""
        occurrences = Occurrences(
            posting_list=self.found,
            slots=self.slots,
            norms=self.norms,
            without_area=self.catalogue.area_lengths == 0,
            documents=int(np.count_nonzero(self.catalogue.live)),
        )
        masks = _Masks(catalogue=self.catalogue, occurrences=occurrences)
        mask = self.catalogue.live if wanted is None else masks.mask(wanted) & self.catalogue.live
        slots = np.flatnonzero(mask)
        scores = occurrences.scores(scored)
        return Matches(numbers=self.catalogue.numbers[slots], scores=scores[slots])

    def rarity(self, token: str) -> float:
        """How much it says that a document has the token."""
        having = sum(each.reader.doc_frequency(WORDS, token) for each in self.segments)
        return scoring.inverse_frequency(having, int(np.count_nonzero(self.catalogue.live)))

    def found(self, name: str, token: str) -> Found:
        """Where a token is in a field, over all segments."""
        parts = []
        encoded = token.encode()
        for segment, offset in zip(self.segments, self.offsets, strict=True):
            try:
                postings = _postings(segment.reader.postings(name, encoded), name, encoded)
            except TermNotFound:
                continue
            documents = postings.documents + np.int32(offset) if offset else postings.documents
            parts.append(Found(documents=documents, frequencies=postings.frequencies, positions=postings.positions))
        if len(parts) == 1:
            return parts[0]
        return Found(
            documents=np.concatenate([each.documents for each in parts] or [_NONE]),
            frequencies=np.concatenate([each.frequencies for each in parts] or [_NONE]),
            positions=np.concatenate([each.positions for each in parts] or [_NONE]),
        )


def _slots(facts: SegmentFacts, catalogue: Catalogue) -> Array:
    slots = np.searchsorted(catalogue.numbers, facts.numbers)
    known = slots < catalogue.size
    slots[~known] = 0
    if catalogue.size:
        known &= catalogue.numbers[slots] == facts.numbers
        known &= catalogue.stamps[slots] == facts.stamps
        known &= catalogue.live[slots]
    return np.where(known, slots, -1).astype(np.int32)


def _each_once(slots: Array) -> Array:
    """A document that two writers have both added is found once."""
    standing = slots[slots >= 0]
    if not len(standing) or np.bincount(standing).max() == 1:
        return slots
    _unique, firsts = np.unique(slots, return_index=True)
    once = np.full_like(slots, -1)
    once[firsts] = slots[firsts]
    return once


def _postings(matcher: Matcher, name: str, token: bytes) -> Postings:
    """The postings under a matcher. One that is not of our codec is read through Whoosh's public interface, one by one."""
    if isinstance(matcher, PackedMatcher):
        return matcher.postings
    documents, frequencies, positions = [], [], []
    decode = PositionsFormat().decode_positions
    while matcher.is_active():
        places = decode(matcher.value())
        documents.append(matcher.id())
        frequencies.append(len(places))
        positions.extend(places)
        matcher.next()
    arrays = (np.array(each, np.int32) for each in (documents, frequencies, positions))
    return Postings(field=name, token=token, **dict(zip(("documents", "frequencies", "positions"), arrays, strict=True)))


@dataclass(slots=True, kw_only=True)
class _Masks:
    """Which slots fulfil what is wanted."""

    catalogue: Catalogue
    occurrences: Occurrences

    def mask(self, wanted: Wanted) -> Mask:
        match wanted:
            case Tokens(tokens=tokens):
                return self.mask_of_tokens(tokens)
            case All(parts=parts):
                return reduce(np.logical_and, (self.mask(part) for part in parts), self.nowhere(everywhere=True))
            case Any(parts=parts):
                return reduce(np.logical_or, (self.mask(part) for part in parts), self.nowhere())
            case Without(part=part):
                return ~self.mask(part)
            case _:
                return self.catalogue.mask(wanted)

    def nowhere(self, *, everywhere: bool = False) -> Mask:
        return np.full(self.catalogue.size, everywhere, np.bool_)

    def mask_of_tokens(self, tokens: tuple[str, ...]) -> Mask:
        mask = self.nowhere()
        slots, _frequencies = self.occurrences.of(WORDS, tokens)
        mask[slots] = True
        return mask

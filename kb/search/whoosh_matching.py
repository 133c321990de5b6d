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
from kb.search.port import Matches
from kb.search.wanted import All, Any, Scored, Tokens, Wanted, Without
from kb.search.whoosh_codec import PackedMatcher, PositionsFormat, Postings
from kb.search.whoosh_writer import AREA, WORDS, SegmentFacts

Array = NDArray[np.int32]
_FIELDS = (AREA, WORDS)
_NONE = np.zeros(0, np.int32)
_POSITION_BITS = 25


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenSegment:
    """A segment of the index that is open for reading."""

    segment_id: str
    reader: IndexReader
    facts: SegmentFacts


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """Where a token is: ascending documents of the whole index, frequencies, positions in sequence."""

    documents: Array
    frequencies: Array
    positions: Array


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
        for name in _FIELDS:
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
        search = _Search(matching=self)
        mask = self.catalogue.live if wanted is None else search.mask(wanted) & self.catalogue.live
        slots = np.flatnonzero(mask)
        scores = search.scores(scored)
        return Matches(numbers=self.catalogue.numbers[slots], scores=scores[slots])

    def rarity(self, token: str) -> float:
        """How much it says that a document has the token."""
        return scoring.inverse_frequency(len(self.found(WORDS, token).documents), int(self.catalogue.live.sum()))

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
class _Search:
    """One search: what it has looked up so far."""

    matching: WhooshMatching
    looked_up: dict[tuple[str, str], Found] = field(default_factory=dict)
    phrases: dict[tuple[str, tuple[str, ...]], tuple[Array, Array]] = field(default_factory=dict)

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
                return self.matching.catalogue.mask(wanted)

    def nowhere(self, *, everywhere: bool = False) -> Mask:
        return np.full(self.matching.catalogue.size, everywhere, np.bool_)

    def mask_of_tokens(self, tokens: tuple[str, ...]) -> Mask:
        mask = self.nowhere()
        slots, _frequencies = self.occurrences(WORDS, tokens)
        mask[slots] = True
        return mask

    def scores(self, scored: tuple[Scored, ...]) -> NDArray[np.float32]:
        """Scores for every slot: BM25 summed over the terms, and over the area once more."""
        catalogue = self.matching.catalogue
        scores = np.zeros(catalogue.size, np.float32)
        documents = int(catalogue.live.sum())
        boosts = ((WORDS, 1.0), (AREA, scoring.AREA_WEIGHT))
        for each in scored:
            slots, _frequencies = self.occurrences(WORDS, each.tokens)
            rarity = scoring.inverse_frequency(len(slots), documents)
            for name, boost in boosts if len(slots) else ():
                slots, frequencies = self.occurrences(name, each.tokens)
                norms = self.matching.norms[name][slots]
                scores[slots] += scoring.contributions(frequencies, norms, boost * each.weight * rarity)
        return scores

    def occurrences(self, name: str, tokens: tuple[str, ...]) -> tuple[Array, Array]:
        """The slots that have the token or sequence in a field, each once, and how often."""
        key = (name, tokens)
        if key not in self.phrases:
            found = self.look_up(name, tokens[0])
            documents, frequencies = (
                (found.documents, found.frequencies) if len(tokens) == 1 else self.sequence(name, tokens)
            )
            slots = self.matching.slots[documents]
            standing = slots >= 0
            if not standing.all():
                slots, frequencies = slots[standing], frequencies[standing]
            self.phrases[key] = (slots, frequencies)
        return self.phrases[key]

    def sequence(self, name: str, tokens: tuple[str, ...]) -> tuple[Array, Array]:
        """The documents in which the tokens follow each other. Rarest token first: only its places can be kept."""
        found = [self.look_up(name, token) for token in tokens]
        order = sorted(range(len(tokens)), key=lambda at: len(found[at].positions))
        kept = _places(found[order[0]]) - order[0]
        for at in order[1:]:
            if not len(kept):
                break
            places = _places(found[at]) - at
            spots = np.searchsorted(places, kept)
            spots[spots == len(places)] = 0
            kept = kept[places[spots] == kept] if len(places) else kept[:0]
        documents, counts = np.unique(kept >> _POSITION_BITS, return_counts=True)
        return documents.astype(np.int32), counts.astype(np.int32)

    def look_up(self, name: str, token: str) -> Found:
        key = (name, token)
        if key not in self.looked_up:
            self.looked_up[key] = self.matching.found(name, token)
        return self.looked_up[key]


def _places(found: Found) -> NDArray[np.int64]:
    """Document and position in one ascending number."""
    return (np.repeat(found.documents, found.frequencies).astype(np.int64) << _POSITION_BITS) + found.positions

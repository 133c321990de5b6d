"""Search documents -> a segment of a Whoosh index. Tokens are gathered in flat arrays and sorted once, not one by one.

Two fields: `words` for all there is (text, area, update, owner, extras: with gaps between, so that no phrase spans two), and
`area` once more for its weight in ranking.
Beside each segment lies a file of arrays: document numbers, stamps, and both field lengths.
"""

from array import array
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray
from whoosh.codec.whoosh3 import W3Segment
from whoosh.fields import Schema
from whoosh.filedb.filestore import Storage
from whoosh.index import Index
from whoosh.writing import SegmentWriter

from kb.errors import SearchIndexError
from kb.search.analysis import tokens_of_document
from kb.search.occurrences import AREA, WORDS
from kb.search.port import SearchDocument
from kb.search.whoosh_codec import PackedCodec, Postings, TokensField

FACTS_EXTENSION = ".num"
SCHEMA = Schema(**{AREA: TokensField(), WORDS: TokensField()})
_GAP = 1000
_LOCK_SECONDS = 5.0
_EXTRAS_FROM = 1 << 24


@dataclass(frozen=True, slots=True, kw_only=True)
class SegmentFacts:
    """One entry per document of a segment, in its order."""

    numbers: NDArray[np.int64]
    stamps: NDArray[np.int64]
    area_lengths: NDArray[np.int64]
    word_lengths: NDArray[np.int64]


def read_facts(storage: Storage, segment: W3Segment) -> SegmentFacts:
    """The arrays beside a segment; raises `SearchIndexError` when they do not fit it."""
    with segment.open_file(storage, FACTS_EXTENSION) as file:
        numbers = np.frombuffer(bytes(file.read(segment.doc_count_all() * 32 + 1)), "<i8")
    if len(numbers) != 4 * segment.doc_count_all():
        raise SearchIndexError("the search index is torn: a segment lacks its numbers; `kb rebuild` makes a new one")
    parts = numbers.reshape(4, -1)
    return SegmentFacts(numbers=parts[0], stamps=parts[1], area_lengths=parts[2], word_lengths=parts[3])


class IndexMovedOnError(SearchIndexError):
    """Another process has written since this one looked: what seemed missing may be there."""


def write_segment(index: Index, documents: Iterable[SearchDocument], replaced: frozenset[str], generation: int) -> None:
    """Commit a new segment with the documents; the segments with the `replaced` ids go, in the same commit.

    Raises `whoosh.index.LockError` when another process writes for long, `IndexMovedOnError` when the index is no longer at
    `generation`, `OSError` when the disk is full or read-only; then nothing has changed, and no lock is held.
    """
    writer = SegmentWriter(index, timeout=_LOCK_SECONDS, codec=PackedCodec(), compound=False)
    try:
        if writer.generation != generation + 1:
            raise IndexMovedOnError("the search index was written by another process meanwhile")
        pool = _Pool()
        numbers = _add(writer, pool, documents)
        writer.pool = pool
        writer._added = bool(len(numbers[0]))
        if writer._added:
            with writer.newsegment.create_file(writer.storage, FACTS_EXTENSION) as file:
                file.write(np.array(numbers, "<i8").tobytes())
        writer.commit(mergetype=lambda _writer, segments: [each for each in segments if each.segment_id() not in replaced])
    except BaseException:
        _give_up(writer)
        raise


def _add(writer: SegmentWriter, pool: "_Pool", documents: Iterable[SearchDocument]) -> tuple[list[int], ...]:
    numbers: list[int] = []
    stamps: list[int] = []
    area_lengths: list[int] = []
    word_lengths: list[int] = []
    area, words = pool.fields[AREA], pool.fields[WORDS]
    schema, documents_writer = writer.schema, writer.perdocwriter
    for document in documents:
        tokens = tokens_of_document(document)
        number = writer.docnum
        area.add(number, tokens.area, 0)
        at = 0
        for run in (tokens.text, tokens.area, tokens.update, tokens.owner):
            at = words.add(number, run, at) + _GAP
        words.add(number, tokens.extras, max(_EXTRAS_FROM, at), step=2)
        area_length = len(tokens.area)
        places = (tokens.text, tokens.area, tokens.update, tokens.owner, tokens.extras)
        word_length = sum(len(place) for place in places)
        documents_writer.start_doc(number)
        documents_writer.add_field(AREA, schema[AREA], None, area_length)
        documents_writer.add_field(WORDS, schema[WORDS], None, word_length)
        documents_writer.finish_doc()
        writer.docnum += 1
        numbers.append(document.number)
        stamps.append(document.stamp)
        area_lengths.append(area_length)
        word_lengths.append(word_length)
    return numbers, stamps, area_lengths, word_lengths


def _give_up(writer: SegmentWriter) -> None:
    """Let go of the lock and of half-written files. Whoosh's own `cancel` fails on a full disk, and keeps the lock."""
    prefix = writer.newsegment.segment_id()
    try:
        writer.cancel()
    except Exception:
        pass  # whatever it is, it comes second to the error that brought us here
    finally:
        if writer.writelock is not None and getattr(writer.writelock, "fd", None) is not None:
            writer.writelock.release()
    for name in list(writer.storage):
        if prefix in name:
            try:
                writer.storage.delete_file(name)
            except OSError:
                continue  # one file that cannot go must not keep the others


@dataclass(slots=True)
class _FieldPool:
    """All tokens of a field so far, one entry for each in flat arrays."""

    ids: dict[str, int] = field(default_factory=dict)
    tokens: "array[int]" = field(default_factory=lambda: array("i"))
    counts: "array[int]" = field(default_factory=lambda: array("i"))
    numbers: "array[int]" = field(default_factory=lambda: array("i"))
    starts: "array[int]" = field(default_factory=lambda: array("i"))
    steps: "array[int]" = field(default_factory=lambda: array("i"))

    def add(self, number: int, tokens: Sequence[str], start: int, step: int = 1) -> int:
        """Add a run of tokens of a document, at positions from `start`; the position after them."""
        if not tokens:
            return start
        ids = self.ids
        self.tokens.extend([ids.setdefault(token, len(ids)) for token in tokens])
        self.counts.append(len(tokens))
        self.numbers.append(number)
        self.starts.append(start)
        self.steps.append(step)
        return start + step * len(tokens)

    def postings(self, name: str) -> Iterator[Postings]:
        """The posting lists in the order of the tokens' bytes."""
        if not self.ids:
            return
        tokens, counts = np.frombuffer(self.tokens, np.int32), np.frombuffer(self.counts, np.int32)
        documents = np.repeat(np.frombuffer(self.numbers, np.int32), counts)
        within = np.arange(len(tokens), dtype=np.int32) - np.repeat(np.cumsum(counts, dtype=np.int32) - counts, counts)
        starts, steps = np.frombuffer(self.starts, np.int32), np.frombuffer(self.steps, np.int32)
        positions = np.repeat(starts, counts) + within * np.repeat(steps, counts)
        order = np.argsort(tokens, kind="stable")
        documents, positions = documents[order].astype("<i4"), positions[order].astype("<i4")
        bounds = np.searchsorted(tokens[order], np.arange(len(self.ids) + 1)).tolist()
        new = np.ones(len(documents), np.bool_)
        new[1:] = documents[1:] != documents[:-1]
        new[bounds[:-1]] = True
        firsts = np.flatnonzero(new)
        frequencies = np.diff(np.append(firsts, len(documents))).astype("<i4")
        unique = documents[firsts]
        groups = np.searchsorted(firsts, bounds).tolist()
        for token, code in sorted((token.encode(), code) for token, code in self.ids.items()):
            low, high = groups[code], groups[code + 1]
            start, end = bounds[code], bounds[code + 1]
            yield Postings(
                field=name,
                token=token,
                documents=unique[low:high],
                frequencies=frequencies[low:high],
                positions=positions[start:end],
            )


class _Pool:
    """Stands where Whoosh's pool of single postings stands: gives whole posting lists to `PackedFieldWriter`."""

    def __init__(self) -> None:
        self.fields = {AREA: _FieldPool(), WORDS: _FieldPool()}

    def iter_postings(self) -> Iterator[Postings]:
        """All posting lists by field and token."""
        for name, pool in self.fields.items():
            yield from pool.postings(name)

    def cleanup(self) -> None:
        """Whoosh calls this at the end of a segment; nothing lies on disk."""

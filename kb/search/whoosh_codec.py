"""A Whoosh codec whose posting lists are plain arrays: read in one step, without a Python loop over postings.

Everything else is Whoosh's own: segments, term dictionary, table of contents, locks, commits. Whoosh's query objects run
over it unchanged (a test holds both ways against each other). The format of a posting list, little-endian:

    magic "KBP1" | documents n | positions m | checksum | n × int32 document | n × int32 frequency | m × int32 position
"""

import secrets
import struct
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any as Untyped
from zlib import crc32

import numpy as np
from numpy.typing import NDArray
from whoosh.codec.whoosh3 import W3Codec, W3FieldWriter, W3Segment, W3TermInfo
from whoosh.fields import FieldType
from whoosh.formats import Format
from whoosh.matching import ListMatcher

from kb.errors import SearchIndexError

Array = NDArray[np.int32]
_MAGIC = b"KBP1"
_HEAD = struct.Struct("<4sIII")


@dataclass(frozen=True, slots=True, kw_only=True)
class Postings:
    """Where a token is: document numbers within the segment (ascending), how often, and at which positions (in sequence).

    All three are little-endian int32.
    """

    field: str
    token: bytes
    documents: Array
    frequencies: Array
    positions: Array


class PositionsFormat(Format):  # type: ignore[misc] # Whoosh has no types
    """How a value of a posting reads: its positions as int32."""

    def decode_frequency(self, value: bytes) -> int:
        """How often the token is in the document."""
        return len(value) // 4

    decode_weight = decode_frequency

    def decode_positions(self, value: bytes) -> list[int]:
        """Where the token is in the document."""
        return [int(each) for each in np.frombuffer(value, np.int32)]


class TokensField(FieldType):  # type: ignore[misc] # Whoosh has no types
    """A field of tokens that are made outside Whoosh (`kb.language.text`)."""

    analyzer = None
    indexed = True
    scorable = True
    stored = False
    unique = False
    vector = None
    column_type = None
    sortable_typecode = None
    spelling = False
    multitoken_query = "default"

    def __init__(self) -> None:
        self.format = PositionsFormat()

    def supports(self, name: str) -> bool:
        """What Whoosh's queries ask before they use positions."""
        return name in ("positions", "frequency", "weight")


class PackedFieldWriter(W3FieldWriter):  # type: ignore[misc] # Whoosh has no types
    """Writes whole posting lists."""

    def add_postings(self, schema: Untyped, lengths: Untyped, items: Iterable[Postings]) -> None:
        """Write posting lists, which come in the order of their fields and tokens."""
        field = None
        for postings in items:
            if postings.field != field:
                field = postings.field
                self.start_field(field, schema[field])
            self._tindex.add(struct.pack("!H", self._fieldid) + postings.token, self._written(postings).to_bytes())

    def _written(self, postings: Postings) -> W3TermInfo:
        start = self._postfile.tell()
        arrays = (postings.documents, postings.frequencies, postings.positions)
        packed = b"".join(array.tobytes() for array in arrays)
        head = _HEAD.pack(_MAGIC, len(postings.documents), len(postings.positions), crc32(packed))
        self._postfile.write(head + packed)
        info = W3TermInfo(
            weight=float(len(postings.positions)),
            df=len(postings.documents),
            minlength=1,
            maxlength=255,
            maxweight=float(len(postings.positions)),
            minid=int(postings.documents[0]),
            maxid=int(postings.documents[-1]),
        )
        info.set_extent(start, _HEAD.size + len(packed))
        return info


class PackedMatcher(ListMatcher):  # type: ignore[misc] # Whoosh has no types
    """Whoosh's matcher over a posting list; `postings` are the arrays themselves."""

    def __init__(self, postings: Postings, *args: Untyped, **named: Untyped) -> None:
        self.postings = postings
        self._values: list[bytes] | None = None
        super().__init__(*args, **named)

    @property
    def values(self) -> list[bytes]:
        """Each document's positions in bytes, as `PositionsFormat` reads them."""
        ends = np.cumsum(self.postings.frequencies)[:-1]
        return [part.tobytes() for part in np.split(self.postings.positions, ends)]

    def id(self) -> int:
        """The current document."""
        return int(self.postings.documents[self._i])

    def weight(self) -> float:
        """How often the token is in it."""
        return float(self.postings.frequencies[self._i])

    def value(self) -> bytes:
        """The positions in the current document."""
        if self._values is None:
            self._values = self.values
        return self._values[self._i]

    def copy(self) -> "PackedMatcher":
        """A matcher of its own at the same place."""
        return PackedMatcher(
            self.postings, self._ids, self._weights, self._values, self._format, self._scorer, self._i,
            self._all_weights, self._term, self._terminfo,
        )  # fmt: skip


class PackedCodec(W3Codec):  # type: ignore[misc] # Whoosh has no types
    """Whoosh's third codec with posting lists as arrays."""

    def new_segment(self, storage: Untyped, indexname: str) -> W3Segment:
        """A segment whose name no other has, even when someone has seeded `random`, from which Whoosh would draw it."""
        return W3Segment(self, indexname, segid=secrets.token_hex(8))

    def field_writer(self, storage: Untyped, segment: Untyped) -> PackedFieldWriter:
        """The writer of posting lists for a new segment."""
        return PackedFieldWriter(self, storage, segment)

    def postings_reader(
        self, dbfile: Untyped, terminfo: Untyped, format_: Format, term: Untyped = None, scorer: Untyped = None
    ) -> PackedMatcher:
        """The postings of one term."""
        offset, _length = terminfo.extent()  # the length comes back as a tuple: read what the head says instead
        postings = read_postings(dbfile, offset, term)
        return PackedMatcher(
            postings, postings.documents, postings.frequencies, None, format_, scorer=scorer, term=term, terminfo=terminfo
        )  # fmt: skip


def read_postings(file: Untyped, offset: int, term: tuple[str, bytes]) -> Postings:
    """The posting list at a place of a file; raises `SearchIndexError` when there is none."""
    head: bytes = file.get(offset, _HEAD.size)
    magic, documents, positions, checksum = _HEAD.unpack(head) if len(head) == _HEAD.size else (b"", 0, 0, 0)
    packed: bytes = file.get(offset + _HEAD.size, 4 * (2 * documents + positions))
    if magic != _MAGIC or len(packed) != 4 * (2 * documents + positions) or crc32(packed) != checksum:
        raise SearchIndexError("the search index is torn: a posting list is not in its place; `kb rebuild` makes a new one")
    numbers = np.frombuffer(packed, "<i4")
    return Postings(
        field=term[0],
        token=term[1],
        documents=numbers[:documents],
        frequencies=numbers[documents : 2 * documents],
        positions=numbers[2 * documents :],
    )

"""SQLite FTS5 as an engine: the text parts of a plan become MATCH expressions over `search_terms`. Never out of step: it is
written in the transaction of the records.

Its own bm25() knows no weights of terms, and nothing of an area that has its own length: the posting lists are read through
`fts5vocab`, and scored as those of the other engine are.
"""

import sqlite3
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from functools import reduce

import numpy as np
from numpy.typing import NDArray

from kb.search import scoring
from kb.search.catalogue import Catalogue, Mask
from kb.search.fts5_documents import TERM_COLUMNS
from kb.search.occurrences import AREA, POSITION_BITS, WORDS, Array, Found, Occurrences
from kb.search.port import Matches
from kb.search.wanted import All, Any, Scored, Tokens, Wanted, Without

_OPEN_VOCABULARY = (
    "CREATE VIRTUAL TABLE IF NOT EXISTS temp.search_instance USING fts5vocab ('main', 'search_terms', 'instance')"
)
_OFFSET_BITS = 22
_COLUMN = " ".join(f"WHEN '{name}' THEN {place << _OFFSET_BITS}" for place, name in enumerate(TERM_COLUMNS))
# Whole lists come as one text of numbers: a Python object for each row would take four times as long.
_ROWS = "SELECT group_concat(rowid) FROM search_terms WHERE search_terms MATCH ?"
_INSTANCES = f"""SELECT group_concat((doc << {POSITION_BITS}) + CASE col {_COLUMN} END + offset)
    FROM temp.search_instance WHERE term = ?"""  # noqa: S608 - constant columns
_COUNT = "SELECT count(*) FROM search_terms WHERE search_terms MATCH ?"


@dataclass(slots=True, kw_only=True)
class Fts5Index:
    """The FTS5 tables as one connection sees them now, with the catalogue of the same moment.

    occurrences: what this transaction has read so far, for all that one search asks.
    """

    connection: sqlite3.Connection
    catalogue: Catalogue
    name: str = "fts5"
    occurrences: Occurrences = field(init=False)

    def __post_init__(self) -> None:
        self.connection.execute(_OPEN_VOCABULARY)
        catalogue = self.catalogue
        lengths = {AREA: catalogue.area_lengths, WORDS: catalogue.word_lengths}
        self.occurrences = Occurrences(
            posting_list=_PostingLists(connection=self.connection, catalogue=catalogue).read,
            having=self._having,
            slots=np.where(catalogue.live, np.arange(catalogue.size), -1).astype(np.int32),
            norms={name: scoring.norms(each, catalogue.live) for name, each in lengths.items()},
            without_area=catalogue.area_lengths == 0,
            documents=int(np.count_nonzero(catalogue.live)),
        )

    def match(self, wanted: Wanted | None, scored: tuple[Scored, ...]) -> Matches:
        """All documents that fulfil `wanted`, scored."""
        scores = self.occurrences.scores(scored)
        masks = _Masks(index=self, known={each.tokens for each in scored})
        mask = self.catalogue.live if wanted is None else masks.mask(wanted) & self.catalogue.live
        slots = np.flatnonzero(mask)
        return Matches(numbers=self.catalogue.numbers[slots], scores=scores[slots])

    def rarity(self, token: str) -> float:
        """How much it says that a document has the token."""
        found = self.connection.execute(_COUNT, (_sequence((token,)),)).fetchone()[0]
        return scoring.inverse_frequency(int(found), int(np.count_nonzero(self.catalogue.live)))

    def _having(self, name: str, tokens: tuple[str, ...]) -> Array:
        return self.slots(f"area : {_sequence(tokens)}" if name == AREA else _sequence(tokens)).astype(np.int32)

    def slots(self, expression: str) -> NDArray[np.int64]:
        """The slots that match an expression of FTS5."""
        numbers = _numbers(self.connection, _ROWS, expression)
        known = np.isin(numbers, self.catalogue.numbers)  # another process may have written more since
        return self.catalogue.slots_of(numbers[known])


@dataclass(slots=True, kw_only=True)
class _Masks:
    """Which slots fulfil what is wanted. known: tokens whose occurrences are read for the scores: no need to ask again."""

    index: Fts5Index
    known: Collection[tuple[str, ...]]

    def mask(self, wanted: Wanted) -> Mask:
        if isinstance(wanted, Tokens) and wanted.tokens in self.known:
            return self._of(self.index.occurrences.of(WORDS, wanted.tokens)[0])
        if (expression := self._expression(wanted)) is not None:
            return self._of(self.index.slots(expression))
        match wanted:
            case All(parts=parts):
                return reduce(
                    np.logical_and, (self.mask(part) for part in self._asked_together(parts, All)), self._full(True)
                )
            case Any(parts=parts):
                return reduce(
                    np.logical_or, (self.mask(part) for part in self._asked_together(parts, Any)), self._full(False)
                )
            case Without(part=part):
                return ~self.mask(part)
            case Tokens():
                raise AssertionError("a sequence of tokens always has an expression")
            case _:
                return self.index.catalogue.mask(wanted)

    def _expression(self, wanted: Wanted) -> str | None:
        """The MATCH expression of a part that is about unknown tokens only, None for any other."""
        match wanted:
            case Tokens(tokens=tokens):
                return None if tokens in self.known else _sequence(tokens)
            case All(parts=parts) | Any(parts=parts) if parts:
                inside = [self._expression(part) for part in parts]
                asked = [each for each in inside if each is not None]
                operator = " AND " if isinstance(wanted, All) else " OR "
                return f"({operator.join(asked)})" if len(asked) == len(inside) else None
            case _:
                return None

    def _asked_together(self, parts: Sequence[Wanted], kind: type[All] | type[Any]) -> list[Wanted]:
        """The parts, with those that SQLite is asked for in one, so that it joins them and not we."""
        texts = tuple(part for part in parts if self._expression(part) is not None)
        others = [part for part in parts if self._expression(part) is None]
        return [kind(parts=texts), *others] if texts else others

    def _of(self, slots: NDArray[np.integer]) -> Mask:
        mask = self._full(False)
        mask[slots] = True
        return mask

    def _full(self, value: bool) -> Mask:
        return np.full(self.index.catalogue.size, value, np.bool_)


@dataclass(slots=True, kw_only=True)
class _PostingLists:
    """Where tokens are, by slot. The columns follow each other in one field, too far apart for a phrase to span two."""

    connection: sqlite3.Connection
    catalogue: Catalogue
    instances: dict[str, tuple[NDArray[np.int64], Array]] = field(default_factory=dict)

    def read(self, name: str, token: str) -> Found:
        """The posting list of a token in a field."""
        if token not in self.instances:
            self.instances[token] = self._read(token)
        slots, positions = self.instances[token]
        if name == AREA:
            in_area = positions < 1 << _OFFSET_BITS
            slots, positions = slots[in_area], positions[in_area]
        firsts = np.flatnonzero(np.diff(slots, prepend=-1))
        return Found(
            documents=slots[firsts].astype(np.int32),
            frequencies=np.diff(firsts, append=len(slots)).astype(np.int32),
            positions=positions,
        )

    def _read(self, token: str) -> tuple[NDArray[np.int64], Array]:
        """Slot and position of each occurrence, ascending."""
        places = _numbers(self.connection, _INSTANCES, token)
        numbers = places >> POSITION_BITS
        known = np.isin(numbers, self.catalogue.numbers)  # another process may have written more since
        positions = (places[known] & ((1 << POSITION_BITS) - 1)).astype(np.int32)
        return self.catalogue.slots_of(numbers[known]), positions


def _numbers(connection: sqlite3.Connection, statement: str, key: str) -> NDArray[np.int64]:
    """The numbers that a statement gives in one text, ascending."""
    listed: str | None = connection.execute(statement, (key,)).fetchone()[0]
    return np.sort(np.fromstring(listed, np.int64, sep=","), kind="stable") if listed else np.zeros(0, np.int64)


def _sequence(tokens: Sequence[str]) -> str:
    return '"' + " ".join(tokens) + '"'  # tokens are letters, digits and §: none can end the quotes

"""SQLite FTS5 as an engine: the text parts of a plan become MATCH expressions over `search_terms`. Never out of step: it is
written in the transaction of the records.

Its own bm25() knows no weights of terms, and nothing of an area that has its own length: the posting lists are read through
`fts5vocab`, and scored as those of the other engine are.
"""

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import reduce

import numpy as np

from kb.search import scoring
from kb.search.catalogue import Catalogue, Mask
from kb.search.fts5_documents import TERM_COLUMNS
from kb.search.occurrences import AREA, WORDS, Array, Found, Occurrences
from kb.search.port import Matches
from kb.search.wanted import All, Any, Scored, Tokens, Wanted, Without

_ROWS = "SELECT rowid FROM search_terms WHERE search_terms MATCH ?"
_OPEN_VOCABULARY = (
    "CREATE VIRTUAL TABLE IF NOT EXISTS temp.search_instance USING fts5vocab ('main', 'search_terms', 'instance')"
)
_INSTANCES = "SELECT doc, col, offset FROM temp.search_instance WHERE term = ?"
_COLUMN = {name: place for place, name in enumerate(TERM_COLUMNS)}
_OFFSET_BITS = 22
_COUNT = "SELECT count(*) FROM search_terms WHERE search_terms MATCH ?"


@dataclass(frozen=True, slots=True, kw_only=True)
class Fts5Index:
    """The FTS5 tables as one connection sees them now, with the catalogue of the same moment."""

    connection: sqlite3.Connection
    catalogue: Catalogue
    name: str = "fts5"

    def match(self, wanted: Wanted | None, scored: tuple[Scored, ...]) -> Matches:
        """All documents that fulfil `wanted`, scored."""
        mask = self.catalogue.live if wanted is None else self._mask(wanted) & self.catalogue.live
        slots = np.flatnonzero(mask)
        if not len(slots) or not scored:
            return Matches(numbers=self.catalogue.numbers[slots], scores=np.zeros(len(slots), np.float32))
        scores = self._occurrences().scores(scored)
        return Matches(numbers=self.catalogue.numbers[slots], scores=scores[slots])

    def rarity(self, token: str) -> float:
        """How much it says that a document has the token."""
        found = self.connection.execute(_COUNT, (_sequence((token,)),)).fetchone()[0]
        return scoring.inverse_frequency(int(found), int(self.catalogue.live.sum()))

    def _occurrences(self) -> Occurrences:
        self.connection.execute(_OPEN_VOCABULARY)
        catalogue = self.catalogue
        lengths = {AREA: catalogue.area_lengths, WORDS: catalogue.word_lengths}
        return Occurrences(
            posting_list=_PostingLists(connection=self.connection, catalogue=catalogue).read,
            having=self._having,
            slots=np.where(catalogue.live, np.arange(catalogue.size), -1).astype(np.int32),
            norms={name: scoring.norms(each, catalogue.live) for name, each in lengths.items()},
            documents=int(catalogue.live.sum()),
        )

    def _mask(self, wanted: Wanted) -> Mask:
        expression = _expression(wanted)
        if expression is not None:
            return self._matching(expression)
        match wanted:
            case All(parts=parts):
                return reduce(np.logical_and, (self._mask(part) for part in _texts_together(parts, All)), self._full(True))
            case Any(parts=parts):
                return reduce(np.logical_or, (self._mask(part) for part in _texts_together(parts, Any)), self._full(False))
            case Without(part=part):
                return ~self._mask(part)
            case Tokens():
                raise AssertionError("a sequence of tokens always has an expression")
            case _:
                return self.catalogue.mask(wanted)

    def _having(self, name: str, tokens: tuple[str, ...]) -> Array:
        return self._slots(f"area : {_sequence(tokens)}" if name == AREA else _sequence(tokens)).astype(np.int32)

    def _matching(self, expression: str) -> Mask:
        mask = self._full(False)
        mask[self._slots(expression)] = True
        return mask

    def _slots(self, expression: str) -> "np.ndarray[tuple[int, ...], np.dtype[np.int64]]":
        numbers = np.array([row[0] for row in self.connection.execute(_ROWS, (expression,))], np.int64)
        known = np.isin(numbers, self.catalogue.numbers)  # another process may have written more since
        return self.catalogue.slots_of(numbers[known])

    def _full(self, value: bool) -> Mask:
        return np.full(self.catalogue.size, value, np.bool_)


@dataclass(slots=True, kw_only=True)
class _PostingLists:
    """Where tokens are, by slot. The columns follow each other in one field, too far apart for a phrase to span two."""

    connection: sqlite3.Connection
    catalogue: Catalogue
    columns: dict[str, "np.ndarray[tuple[int, ...], np.dtype[np.int64]]"] = field(default_factory=dict)

    def read(self, name: str, token: str) -> Found:
        """The posting list of a token in a field."""
        if token not in self.columns:
            rows = self.connection.execute(_INSTANCES, (token,)).fetchall()
            read = np.array([(number, _COLUMN[column], offset) for number, column, offset in rows], np.int64).reshape(-1, 3)
            found = read[np.isin(read[:, 0], self.catalogue.numbers)]  # another process may have written more since
            found[:, 0] = self.catalogue.slots_of(found[:, 0])
            self.columns[token] = found
        found = self.columns[token]
        if name == AREA:
            found = found[found[:, 1] == 0]
        slots, firsts = np.unique(found[:, 0], return_index=True)
        return Found(
            documents=slots.astype(np.int32),
            frequencies=np.diff(np.append(firsts, len(found))).astype(np.int32),
            positions=((found[:, 1] << _OFFSET_BITS) + found[:, 2]).astype(np.int32),
        )


def _expression(wanted: Wanted) -> str | None:
    """The MATCH expression of a part that is about text only, None for any other."""
    match wanted:
        case Tokens(tokens=tokens):
            return _sequence(tokens)
        case All(parts=parts) | Any(parts=parts) if parts:
            inside = [_expression(part) for part in parts]
            known = [each for each in inside if each is not None]
            operator = " AND " if isinstance(wanted, All) else " OR "
            return f"({operator.join(known)})" if len(known) == len(inside) else None
        case _:
            return None


def _texts_together(parts: Sequence[Wanted], kind: type[All] | type[Any]) -> list[Wanted]:
    """The parts, with those about text joined into one, so that SQLite joins them and not we."""
    texts = tuple(part for part in parts if _expression(part) is not None)
    others = [part for part in parts if _expression(part) is None]
    return [kind(parts=texts), *others] if texts else others


def _sequence(tokens: Sequence[str]) -> str:
    return '"' + " ".join(tokens) + '"'  # tokens are letters, digits and §: none can end the quotes

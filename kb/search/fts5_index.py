"""SQLite FTS5 as an engine: the text parts of a plan become MATCH expressions over `search_terms`. Never out of step: it is
written in the transaction of the records."""

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from functools import reduce

import numpy as np

from kb.search import scoring
from kb.search.catalogue import Catalogue, Mask
from kb.search.port import Matches
from kb.search.wanted import All, Any, Scored, Tokens, Wanted, Without

_ROWS = "SELECT rowid FROM search_terms WHERE search_terms MATCH ?"
_SCORES = "SELECT rowid, -bm25(search_terms, 1.5, 1.0, 1.0, 1.0, 1.0) FROM search_terms WHERE search_terms MATCH ?"
_COUNT = "SELECT count(*) FROM search_terms WHERE search_terms MATCH ?"


@dataclass(frozen=True, slots=True, kw_only=True)
class Fts5Index:
    """The FTS5 tables as one connection sees them now, with the catalogue of the same moment."""

    connection: sqlite3.Connection
    catalogue: Catalogue
    name: str = "fts5"

    def match(self, wanted: Wanted | None, scored: tuple[Scored, ...]) -> Matches:
        """All documents that fulfil `wanted`, scored by SQLite's bm25: term by term, as it knows no weights of terms."""
        mask = self.catalogue.live if wanted is None else self._mask(wanted) & self.catalogue.live
        slots = np.flatnonzero(mask)
        scores = np.zeros(self.catalogue.size, np.float32)
        if len(slots) and scored:
            for each in scored:
                rows = self.connection.execute(_SCORES, (_sequence(each.tokens),)).fetchall()
                numbers = np.array([row[0] for row in rows], np.int64)
                values = np.array([row[1] for row in rows], np.float32)
                known = self._known(numbers)
                scores[self.catalogue.slots_of(numbers[known])] += each.weight * values[known]
        return Matches(numbers=self.catalogue.numbers[slots], scores=scores[slots])

    def rarity(self, token: str) -> float:
        """How much it says that a document has the token."""
        found = self.connection.execute(_COUNT, (_sequence((token,)),)).fetchone()[0]
        return scoring.inverse_frequency(int(found), int(self.catalogue.live.sum()))

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

    def _matching(self, expression: str) -> Mask:
        mask = self._full(False)
        numbers = np.array([row[0] for row in self.connection.execute(_ROWS, (expression,))], np.int64)
        mask[self.catalogue.slots_of(numbers[self._known(numbers)])] = True
        return mask

    def _known(self, numbers: "np.ndarray[tuple[int, ...], np.dtype[np.int64]]") -> Mask:
        """Which numbers the catalogue has: another process may have written more since."""
        return np.isin(numbers, self.catalogue.numbers)

    def _full(self, value: bool) -> Mask:
        return np.full(self.catalogue.size, value, np.bool_)


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

"""Parts words that touch where two columns do, drawn as one: `TMAG06-01Share`, `PriorityProgress`. Pure geometry."""

import re
from collections.abc import Sequence
from dataclasses import replace

from ingest.document import Word

_SEAM = re.compile(r"(?<=[a-z0-9)])(?=[A-Z])")
_INSET = 1.0  # a word reaches over an edge when it does so by more than this
_REACH = 2.5  # how far from the edge the seam may be, in characters


def part_at_edges(word: Word, edges: Sequence[float]) -> tuple[Word, ...]:
    """The two words of two columns that a word is, if it has a seam near an inner edge; else the word itself."""
    for edge in edges[1:-1]:
        if not word.x0 + _INSET < edge < word.x1 - _INSET:
            continue
        pace = (word.x1 - word.x0) / len(word.text)
        seams = [match.start() for match in _SEAM.finditer(word.text)]
        seam = min(seams, key=lambda place: abs(word.x0 + place * pace - edge), default=None)
        if seam is not None and abs(word.x0 + seam * pace - edge) < _REACH * pace:
            return _part(word, seam, edge)
    return (word,)


def part_at_seam(word: Word) -> tuple[Word, ...]:
    """The two words that one with a seam may be."""
    seam = _SEAM.search(word.text)
    if seam is None:
        return (word,)
    return _part(word, seam.start(), word.x0 + (word.x1 - word.x0) * seam.start() / len(word.text))


def _part(word: Word, seam: int, x: float) -> tuple[Word, Word]:
    left, right = word.text[:seam], word.text[seam:]
    return replace(word, text=left, x1=x - 0.5), replace(word, text=right, x0=x + 0.5, spaced=False, order=word.order + 1)

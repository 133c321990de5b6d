"""How a document is set, learned from its lines: line distances, hyphens, and the words it prints whole. Pure."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import pairwise

from ingest.document import Line
from ingest.english import is_hyphenated, is_known
from ingest.pages.glyphs import LINE_END_HYPHEN

_LEADING = 1.22  # of most fonts, where the document does not tell
_FEWEST_LEADINGS = 3
_FULL = 1.15  # a line is full when less than this part of the font size is left of it
_WIDE_LETTER = 1.6  # how much wider than most the next letter may be
ENDS_IN_HYPHEN = re.compile(rf"\w[-{LINE_END_HYPHEN}]$")
_SOFT_END_INSIDE = re.compile(rf"{LINE_END_HYPHEN}\w")
_WORD = re.compile(r"[^\W\d_][\w’'-]*", re.UNICODE)
_ACRONYM = re.compile(r"[A-Z]{2,}")
PREFIXES = frozenset(
    [
        "re",
        "pre",
        "co",
        "non",
        "sub",
        "post",
        "multi",
        "self",
        "cross",
        "inter",
        "mid",
        "e",
        "de",
        "un",
        "over",
        "under",
        "so",
    ]
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Typography:
    """What a document's lines tell about how it is set. leading: line distance by font size. words: whole words in it.

    hyphenates: its typesetter hyphenates words at the end of lines. soft_ends: with a hyphen that stands nowhere else.
    breaks_at_hyphens: it breaks lines after the hyphens of words.
    """

    leading: dict[float, float] = field(default_factory=dict)
    words: frozenset[str] = frozenset()
    hyphenates: bool = False
    soft_ends: bool = True
    breaks_at_hyphens: bool = False

    def line_distance(self, size: float) -> float:
        """The usual distance from line to line at a font size, in points."""
        return self.leading.get(round(size, 1), size * _LEADING)


@dataclass(frozen=True, slots=True, kw_only=True)
class LineRun:
    """Lines that stand below one another in one place: a cell, the free part of a page.

    room: how far right text is seen to run there. edge: how far right it may run before it is cut.
    continues, goes_on: the page end has parted it from lines above, below.
    """

    lines: tuple[Line, ...]
    room: float
    edge: float
    continues: bool = False
    goes_on: bool = False

    @property
    def left(self) -> float:
        """Where its text begins."""
        return min((line.text_x0 for line in self.lines), default=0.0)

    def is_full(self, line: Line, below: Line) -> bool:
        """Whether no letter more of the next line would have found room on a line."""
        if not line.words or not below.words or self.edge - line.x1 > _FULL * line.size:
            return False
        word = below.words[0]
        return self.room - line.x1 < _WIDE_LETTER * (word.x1 - word.x0) / len(word.text) + 0.5

    def is_too_wide(self, line: Line, below: Line) -> bool:
        """Whether no line could hold the last word of a line and the first one of the next as one word."""
        if not line.words or not below.words:
            return False
        before, after = line.words[-1], below.words[0]
        return (before.x1 - before.x0) + (after.x1 - after.x0) > self.room - self.left - 0.2 * line.size


def find_typography(runs: Iterable[LineRun]) -> Typography:
    """Learns line distances and whole words from all runs of lines of a document."""
    distances: dict[float, Counter[float]] = {}
    words: set[str] = set()
    hyphenated: set[tuple[str, str, bool]] = set()
    soft_ends = True
    breaks_at_hyphens = False
    for run in runs:
        soft_ends = soft_ends and not any(_SOFT_END_INSIDE.search(line.text) for line in run.lines)
        for upper, lower in pairwise(run.lines):
            if ENDS_IN_HYPHEN.search(upper.text) and lower.text[:1].isalpha():
                breaks_at_hyphens = True
            if ENDS_IN_HYPHEN.search(upper.text) and lower.text[:1].islower():
                hyphenated.add((last_word(upper.text[:-1]), first_word(lower.text), len(lower.words) > 1))
            distance = lower.bottom - upper.bottom
            if abs(upper.size - lower.size) < 0.3 and 0.7 * lower.size < distance < 2.2 * lower.size:
                distances.setdefault(round(lower.size, 1), Counter())[round(distance * 2) / 2] += 1
        words.update(word for word in _whole_words(run) if len(word) > 1)
    leading = {size: counts.most_common(1)[0][0] for size, counts in distances.items() if counts.total() >= _FEWEST_LEADINGS}
    hyphenates = any(
        before not in PREFIXES and (is_hyphenated(before, after, words) or (whole and after and not is_known(after, words)))
        for before, after, whole in hyphenated
    )
    return Typography(
        leading=leading,
        words=frozenset(words),
        hyphenates=hyphenates,
        soft_ends=soft_ends,
        breaks_at_hyphens=breaks_at_hyphens,
    )


def _whole_words(run: LineRun) -> Iterator[str]:
    """The words of a run that no cell edge can have cut."""
    cut_above = run.continues
    for index, line in enumerate(run.lines):
        found = [word.lower() for word in _WORD.findall(line.text)]
        yield from (acronym.lower() for acronym in _ACRONYM.findall(line.text)[1:-1])
        below = run.lines[index + 1] if index + 1 < len(run.lines) else None
        cut_below = below is not None and below.text[:1].isalnum() and _may_be_cut(line, below, run)
        # The rest may stand on the next page.
        at_end = below is None and bool(line.words) and (run.goes_on or _fills_cell(line, run))
        first, last = (1 if cut_above else 0), (len(found) - 1 if cut_below or at_end else len(found))
        yield from found[first:last]
        cut_above = cut_below


def _may_be_cut(line: Line, below: Line, run: LineRun) -> bool:
    return run.edge - line.x1 <= _FULL * line.size and run.is_too_wide(line, below)


def _fills_cell(line: Line, run: LineRun) -> bool:
    word = line.words[-1]
    return run.edge - line.x1 < _FULL * line.size and word.x1 - word.x0 > 0.7 * (run.edge - run.left)


def last_word(text: str) -> str:
    """The word, in lower case, that a text ends with; of a hyphenated one the last part."""
    found = _WORD.findall(text)
    return found[-1].lower().rpartition("-")[2] if found and text.endswith(found[-1]) else ""


def first_word(text: str) -> str:
    """The word, in lower case, that a text begins with; of a hyphenated one the first part."""
    found = _WORD.match(text)
    return found[0].lower().partition("-")[0] if found else ""

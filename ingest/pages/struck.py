"""Tells text that is struck out, as tracked changes leave it, from text that stands. Pure geometry.

Share the ~~old draft~~ final plan      left out: the text says `Share the final plan`
~~TMAG06-01~~ │ ~~Share the plan~~      a row that is struck out as a whole is kept: it may be a way to say `done`
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import replace

from ingest.document import Cell, Line, Struck, Table, Word
from ingest.pages.glyphs import Glyph
from ingest.pages.lines import group_lines
from ingest.pages.rules import Stroke

_LOW, _HIGH = 0.12, 0.45  # how far above the base line a strike runs, in parts of the font size
_COVERED = 0.7  # of a strike runs through glyphs: a rule of a table does not


def find_strikes(strokes: Iterable[Stroke], glyphs: Sequence[Glyph]) -> tuple[list[Stroke], list[Glyph]]:
    """The horizontal strokes that strike out text, and all glyphs in their order, those struck out marked so."""
    order = sorted((index for index, glyph in enumerate(glyphs)), key=lambda index: glyphs[index].base)
    bases = [glyphs[index].base for index in order]
    largest = max((glyph.size for glyph in glyphs), default=0.0)
    strikes: list[Stroke] = []
    struck: set[int] = set()
    for stroke in strokes:
        near = order[bisect_left(bases, stroke.at) : bisect_right(bases, stroke.at + _HIGH * largest)]
        through = [index for index in near if _runs_through(stroke, glyphs[index])]
        width = sum(glyphs[index].x1 - glyphs[index].x0 for index in through)
        if through and width >= _COVERED * stroke.length:
            strikes.append(stroke)
            struck.update(through)
    if not strikes:
        return [], list(glyphs)
    return strikes, [glyph._replace(struck=index in struck) for index, glyph in enumerate(glyphs)]


def _runs_through(stroke: Stroke, glyph: Glyph) -> bool:
    above, middle = glyph.base - stroke.at, (glyph.x0 + glyph.x1) / 2
    return _LOW * glyph.size <= above <= _HIGH * glyph.size and stroke.low - 0.5 <= middle <= stroke.high + 0.5


def leave_out(
    tables: Sequence[Table], words: Sequence[Word]
) -> tuple[tuple[Table, ...], tuple[Word, ...], tuple[Struck, ...]]:
    """Tables and free words without what is struck out, and what that was. A row struck out as a whole is kept."""
    found: list[Struck] = []
    kept_tables = []
    for table in tables:
        rows = []
        for row in table.rows:
            words_of_cells = [[word for line in cell.lines for word in line.words] for cell in row]
            whole = all(word.struck for inside in words_of_cells for word in inside)
            found += [note for inside in words_of_cells for note in _noted(inside, kept=whole)]
            rows.append(row if whole else tuple(_without(cell) for cell in row))
        kept_tables.append(replace(table, rows=tuple(rows)))
    found += _noted(words, kept=False)
    return tuple(kept_tables), tuple(word for word in words if not word.struck), tuple(found)


def _without(cell: Cell) -> Cell:
    """A cell without its struck words; its lines keep their places, so that texts are joined across what is left out."""
    if not any(word.struck for line in cell.lines for word in line.words):
        return cell
    lines = [_line_without(line) for line in cell.lines]
    return replace(cell, lines=tuple(lines) if any(line.text for line in lines) else ())


def _line_without(line: Line) -> Line:
    words = tuple(word for word in line.words if not word.struck)
    return replace(line, words=words, text=" ".join(word.text for word in words), bullet=line.bullet and bool(words))


def _noted(words: Sequence[Word], *, kept: bool) -> list[Struck]:
    lines = group_lines(word for word in words if word.struck)
    if not lines:
        return []
    return [
        Struck(
            text=" ".join(line.text for line in lines),
            x0=min(line.x0 for line in lines),
            top=min(line.top for line in lines),
            x1=max(line.x1 for line in lines),
            bottom=max(line.bottom for line in lines),
            kept=kept,
        )
    ]

"""Reads text that runs up or down inside a ruled cell, as the title of a narrow column does. Pure geometry.

┌────────┬───┐     A piece of such text belongs to a cell when the cell holds all of it and no other text, and is
│        │ d │     not as high as its table: that is a strip beside it. Every other piece is a mark: a stamp in
│ Action │ u │     the margin, a watermark. In its cell it is laid out as if it were printed upright, so that
│        │ e │     whoever reads the cell need not know.
└────────┴───┘
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from ingest.document import Cell, Line, Table, Turn, Word
from ingest.pages.glyphs import Glyph
from ingest.pages.lines import find_words, group_lines

_REACH = 2.0  # how far a piece may stand over the edges of its cell
_PIECE_GAP = 1.5  # words of one line further apart than this, in parts of the font size, are two pieces
_PITCH, _LEAST_PITCH = 1.2, 0.6  # from line to line, in parts of the font size
_LETTER = 0.5  # the usual width of a letter, in parts of the font size
_MOST_CHECKS = 500_000  # of pieces against cells
_ANGLES = {Turn.NONE: 0, Turn.UP: 90, Turn.OVER: 180, Turn.DOWN: 270}


@dataclass(frozen=True, slots=True, kw_only=True)
class SidewaysResult:
    """The tables of a page with the texts found for their cells, and the texts of the pieces that belong to none."""

    tables: tuple[Table, ...]
    marks: tuple[str, ...]


def turn_against(turn: Turn | None, page: Turn) -> Turn | None:
    """Whether text runs up or down on a page that is read with that turn; None when it does neither."""
    angle = None if turn is None else (_ANGLES[turn] - _ANGLES[page]) % 360
    return Turn.UP if angle == 90 else Turn.DOWN if angle == 270 else None


def laid_flat(glyph: Glyph, turn: Turn) -> Glyph:
    """A glyph whose text runs up or down, turned to run from left to right. base: the x of its base line; stays so."""
    if turn is Turn.UP:
        return glyph._replace(x0=-glyph.bottom, top=glyph.x0, x1=-glyph.top, bottom=glyph.x1, size=glyph.x1 - glyph.x0)
    return glyph._replace(
        x0=glyph.top, top=-glyph.x1, x1=glyph.bottom, bottom=-glyph.x0, size=glyph.x1 - glyph.x0, base=-glyph.base
    )


def place_sideways(tables: Sequence[Table], flat: dict[Turn, list[Glyph]]) -> SidewaysResult:
    """Puts text that runs up or down into the cells of a page. flat: its glyphs, laid flat, by the way they run."""
    found: dict[tuple[int, int, int], list[Line]] = defaultdict(list)
    marks: list[str] = []
    cells = sum(len(row) for table in tables for row in table.rows)
    for turn, glyphs in flat.items():
        pieces = _pieces(find_words(glyphs))
        for piece in pieces:
            place = _cell_of(_box(piece, turn), tables) if len(pieces) * cells <= _MOST_CHECKS else None
            if place is None:
                marks.append(piece.text)
            else:
                found[place].append(piece)
    if not found:
        return SidewaysResult(tables=tuple(tables), marks=tuple(marks))
    filled = tuple(
        replace(
            table,
            rows=tuple(
                tuple(
                    _filled(cell, found[at, i, j]) if (at, i, j) in found else cell for j, cell in enumerate(row)
                )
                for i, row in enumerate(table.rows)
            ),
        )
        for at, table in enumerate(tables)
    )  # fmt: skip
    return SidewaysResult(tables=filled, marks=tuple(marks))


def _pieces(words: Iterable[Word]) -> list[Line]:
    """The lines of text laid flat, parted where they leave wide gaps."""
    pieces: list[list[Word]] = []
    for line in group_lines(words):
        last: Word | None = None
        for word in (line.mark, *line.words) if line.mark else line.words:
            if last is None or word.x0 - last.x1 > _PIECE_GAP * word.size:
                pieces.append([])
            pieces[-1].append(word)
            last = word
    return [line for piece in pieces for line in group_lines(piece)]


def _box(piece: Line, turn: Turn) -> tuple[float, float, float, float]:
    """Where a piece laid flat stands on the page: x0, top, x1, bottom."""
    if turn is Turn.UP:
        return piece.top, -piece.x1, piece.bottom, -piece.x0
    return -piece.bottom, piece.x0, -piece.top, piece.x1


def _cell_of(box: tuple[float, float, float, float], tables: Sequence[Table]) -> tuple[int, int, int] | None:
    """The table, row and column of the empty cell that holds a box."""
    x0, top, x1, bottom = box
    for at, table in enumerate(tables):
        if not (table.x0 - _REACH <= x0 and x1 <= table.x1 + _REACH):
            continue
        if not (table.top - _REACH <= top and bottom <= table.bottom + _REACH):
            continue
        for i, row in enumerate(table.rows):
            for j, cell in enumerate(row):
                holds = cell.x0 - _REACH <= x0 and x1 <= cell.x1 + _REACH
                holds = holds and cell.top - _REACH <= top and bottom <= cell.bottom + _REACH
                if holds and not cell.merged and not cell.lines and not _is_strip(cell, table):
                    return at, i, j
    return None


def _is_strip(cell: Cell, table: Table) -> bool:
    return len(table.rows) > 1 and cell.bottom - cell.top > table.bottom - table.top - _REACH


def _filled(cell: Cell, pieces: Sequence[Line]) -> Cell:
    """The cell with its pieces as printed lines, one below the other from its top."""
    words: list[Word] = []
    for number, piece in enumerate(pieces):
        pitch = min(_PITCH, max(_LEAST_PITCH, (cell.bottom - cell.top) / len(pieces) / piece.size)) * piece.size
        letter = min(_LETTER * piece.size, (cell.x1 - cell.x0 - 2) / max(1, len(piece.text)))
        top, x = cell.top + number * pitch, cell.x0 + 1
        for word in (piece.mark, *piece.words) if piece.mark else piece.words:
            end, base = x + letter * len(word.text), top + 0.8 * word.size
            words.append(replace(word, x0=x, top=top, x1=end, bottom=top + word.size, base=base, spaced=True, order=-1))
            x = end + letter
    return replace(cell, lines=group_lines(words))

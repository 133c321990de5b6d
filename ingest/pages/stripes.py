"""Rows that shading tells where no rule does: bands in a frame, and stripes with white rows between and around them. Pure.

▓▓▓▓▓▓▓▓▓▓▓▓▓▓   titles
 text    text     a white row: above the first stripe, between two, or below the last
░░░░░░░░░░░░░░   a stripe
"""

from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from itertools import groupby, pairwise

from ingest.document import Word
from ingest.pages.rules import Grid, Stroke

INSET = 1.5  # a word that begins less than this left of a border stands right of it
SPACE = 0.4  # the widest space between words of one text, in parts of the font size
NEXT_ROW = 1.2  # a row begins nearer than this below the one above, in parts of the font size
_TOUCH = 4.0  # edges nearer than this are one
_LINE_GAP = 1.3  # white between two paragraphs of one row, in parts of the font size
_HEADING = 1.12  # a text in so much larger print is a heading
_MEET = 0.75  # sides nearer than this are one border between two cells
_FEWEST_TILES = 2  # rows in which cells meet
_BAND = 0.8  # a row is shaded when this part of its width is


def with_bands(grid: Grid, bands: Sequence[Stroke]) -> Grid:
    """The grid with a border at each edge of shading that runs from side to side: rows that are striped, not ruled."""
    left, right = grid.xs[0], grid.xs[-1]
    inside = [
        band
        for band in bands
        if grid.ys[0] < band.at < grid.ys[-1] and left - _TOUCH <= band.low < band.high <= right + _TOUCH
    ]
    found: list[Stroke] = []
    for at, level in groupby(inside, key=lambda band: band.at):
        pieces = list(level)
        ruled = any(abs(at - y) < _TOUCH for y in grid.ys)
        if not ruled and sum(piece.length for piece in pieces) >= _BAND * (right - left):
            found += pieces
    if not found:
        return grid
    ys = sorted({*grid.ys, *(band.at for band in found)})
    return replace(grid, ys=tuple(ys), horizontal=(*grid.horizontal, *found))


def with_tiles(grid: Grid, sides: Sequence[Stroke]) -> Grid:
    """The grid with a border where shaded cells meet side by side in several rows, though no rule parts their columns.

    sides: the vertical edges of all shading, each by itself: where two cells meet there are two.
    """
    inside = [
        side
        for side in sides
        if grid.xs[0] + _TOUCH < side.at < grid.xs[-1] - _TOUCH
        and grid.ys[0] - _TOUCH <= side.low < side.high <= grid.ys[-1] + _TOUCH
        and all(abs(side.at - x) > _TOUCH for x in grid.xs)
    ]
    inside.sort(key=lambda side: (round(side.low), round(side.high), side.at))
    meeting = [
        one
        for one, other in pairwise(inside)
        if abs(one.at - other.at) < _MEET and abs(one.low - other.low) < 1 and abs(one.high - other.high) < 1
    ]
    found: list[Stroke] = []
    for _, level in groupby(sorted(meeting, key=lambda side: side.at), key=lambda side: round(side.at)):
        tiles = list(level)
        if len({round(tile.low) for tile in tiles}) >= _FEWEST_TILES:
            found += tiles
    if not found:
        return grid
    xs = sorted({*grid.xs, *(tile.at for tile in found)})
    xs = [x for place, x in enumerate(xs) if not place or x - xs[place - 1] > 1]
    return replace(grid, xs=tuple(xs), vertical=(*grid.vertical, *found))


def join_stripes(grids: Sequence[Grid], words: Sequence[Word]) -> list[Grid]:
    """Stripes of one table put together, with the white rows between them, the one above them and the one below.

    A lone shaded block is no striped table: any number of rows may follow shaded titles.
    """
    joined: list[Grid] = []
    striped: set[int] = set()
    for grid in sorted(grids, key=lambda grid: grid.ys[0]):
        upper = next((other for other in joined if _white_row_between(other, grid, words)), None)
        if upper is None:
            joined.append(grid)
            continue
        place = joined.index(upper)
        striped.add(place)
        joined[place] = replace(
            upper,
            ys=upper.ys + grid.ys,
            horizontal=upper.horizontal + grid.horizontal,
            vertical=upper.vertical + grid.vertical,
        )
    return [_with_white_ends(grid, words) if place in striped else grid for place, grid in enumerate(joined)]


def _white_row_between(upper: Grid, lower: Grid, words: Sequence[Word]) -> bool:
    """Whether two stripes have the same columns, and one row of text between them and nothing else."""
    if len(upper.xs) != len(lower.xs) or any(abs(a - b) > _TOUCH for a, b in zip(upper.xs, lower.xs, strict=True)):
        return False
    if upper.ys[-1] > lower.ys[0] + _TOUCH:
        return False
    between = [word for word in _beside(upper, words) if upper.ys[-1] - 1 < word.top and word.bottom < lower.ys[0] + 1]
    if not between or not all(_set_alike(word, between[0]) for word in between):
        return False
    return _is_row(between, upper.xs)


def _is_row(words: Sequence[Word], xs: Sequence[float]) -> bool:
    """Whether words stand as those of a row do: in several columns, or in a later one than the first."""
    columns = columns_of(words, xs)
    return (len(columns) > 1 or (bool(columns) and min(columns) > 1)) and not _crosses(words, xs)


def _set_alike(word: Word, other: Word) -> bool:
    return max(word.size, other.size) <= _HEADING * min(word.size, other.size)


def _crosses(words: Sequence[Word], xs: Sequence[float]) -> bool:
    """Whether a text runs over a border between columns: a heading, a paragraph, nothing that stands in a row."""
    return any(bisect_right(xs, first + INSET) != bisect_right(xs, last.x1 - INSET) for first, last in _texts(words))


def _texts(words: Sequence[Word]) -> Iterator[tuple[float, Word]]:
    """The texts that stand on lines with nothing but spaces in them: where each begins, and its last word."""
    begins = 0.0
    last: Word | None = None
    for word in sorted(words, key=lambda word: (round(word.base), word.x0)):
        if last is None or abs(word.base - last.base) > 1.5 or word.x0 - last.x1 > SPACE * word.size:
            if last is not None:
                yield begins, last
            begins = word.x0
        last = word
    if last is not None:
        yield begins, last


def _beside(grid: Grid, words: Sequence[Word]) -> list[Word]:
    """The words within the width of a grid, from top to bottom."""
    near = [word for word in words if grid.xs[0] - _TOUCH <= word.x0 and word.x1 <= grid.xs[-1] + _TOUCH]
    return sorted(near, key=lambda word: word.top)


def _below(grid: Grid, word: Word) -> tuple[float, float]:
    """How far below a grid a word begins and ends."""
    return word.top - grid.ys[-1], word.bottom - grid.ys[-1]


def _above(grid: Grid, word: Word) -> tuple[float, float]:
    """How far above a grid a word ends and begins."""
    return grid.ys[0] - word.bottom, grid.ys[0] - word.top


def _with_white_ends(grid: Grid, words: Sequence[Word]) -> Grid:
    """The grid of a striped table with the row above its first stripe and the one below its last, when these are white."""
    near = _beside(grid, words)
    below = [word for word in near if word.top > grid.ys[-1] - 1]
    above = sorted((word for word in near if word.bottom < grid.ys[0] + 1), key=lambda word: -word.bottom)
    ys, horizontal = list(grid.ys), list(grid.horizontal)
    if row := _white_row(below, grid.xs, lambda word: _below(grid, word)):
        ys.append(max(word.bottom for word in row) + 1)
        horizontal.append(Stroke(ys[-1], grid.xs[0], grid.xs[-1]))
    if row := _white_row(above, grid.xs, lambda word: _above(grid, word)):
        ys.insert(0, min(word.top for word in row) - 1)
        horizontal.append(Stroke(ys[0], grid.xs[0], grid.xs[-1]))
    return replace(grid, ys=tuple(ys), horizontal=tuple(horizontal))


def _white_row(words: Sequence[Word], xs: Sequence[float], place: Callable[[Word], tuple[float, float]]) -> list[Word]:
    """The words of the row next to a stripe; none where no row is. place: how far a word begins and ends from the stripe."""
    row: list[Word] = []
    reach = 0.0
    for word in words:
        begins, ends = place(word)
        if begins - reach > (_LINE_GAP if row else NEXT_ROW) * word.size or (row and not _set_alike(word, row[0])):
            break
        row.append(word)
        reach = max(reach, ends)
    return row if _is_row(row, xs) else []


def columns_of(words: Sequence[Word], xs: Sequence[float]) -> set[int]:
    """The columns in which texts begin: words that follow another one on their line do not count."""
    return {bisect_right(xs, begins + INSET) for begins, _ in _texts(words)}

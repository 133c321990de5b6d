"""Finds the tables that rules draw on a page and puts the words into their cells. Pure geometry; knows no headings.

      xs[0]   xs[1]      xs[2]       The rules of one table cross and touch. Their positions make a grid of fields;
ys[0] ┌───────┬──────────┐           fields with no rule between them are one cell. Outer rules are not needed, so a
      │       │          │           cell left open at the end of a page still closes where the vertical rules end.
ys[1] │       ├──────────┤
      │       │          │
ys[2] └       ┴          ┘
"""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from ingest.document import Cell, Rule, Table, Word
from ingest.pages.lines import group_lines
from ingest.pages.rules import Drawing, Grid, RuleIndex, Stroke, merge_strokes
from ingest.pages.seams import part_at_edges
from ingest.pages.stripes import INSET, NEXT_ROW, SPACE, columns_of, join_stripes, with_bands, with_tiles

_TOUCH = 4.0  # rules nearer than this touch
_LEAST_FIELD = 8.0  # narrower columns and lower rows without words are the space between double or separated borders
_CELL_GAP = 1.5  # base lines further apart than this, in parts of the font size, are not two lines of one paragraph
_RULED = 0.55  # a border is there when this part of it is drawn
_MOST_CROSSINGS = 4_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class GridResult:
    """The tables of a page, top to bottom; the words outside of them; the horizontal rules that belong to none."""

    tables: tuple[Table, ...]
    words: tuple[Word, ...]
    rules: tuple[Rule, ...]


def find_tables(drawing: Drawing, words: Sequence[Word]) -> GridResult:
    """All ruled tables of a page with at least two columns, words assigned to cells by their middle."""
    horizontal = merge_strokes(drawing.horizontal, [(y, x) for x, y in drawing.dots])
    vertical = merge_strokes(drawing.vertical, drawing.dots)
    bands = merge_strokes(drawing.faint_horizontal)
    found = _tables(horizontal, vertical, words, bands, drawing.faint_vertical)
    faint_horizontal = merge_strokes([*drawing.faint_horizontal, *_outside(horizontal, found.tables)])
    faint_vertical = merge_strokes(drawing.faint_vertical)
    if drawing.faint_horizontal:
        free_horizontal = _outside(faint_horizontal, found.tables)
        free_vertical = tuple(
            rule for rule in faint_vertical if not _inside_any(rule.at, (rule.low + rule.high) / 2, found.tables)
        )
        shaded = _tables(free_horizontal, free_vertical, found.words, (), faint=True)
        shaded = _without_fragments(shaded, found.words)
        found = replace(shaded, tables=tuple(sorted((*found.tables, *shaded.tables), key=lambda table: table.top)))
    rules = tuple(Rule(y=rule.at, x0=rule.low, x1=rule.high) for rule in _outside(faint_horizontal, found.tables))
    return replace(found, rules=rules)


def _without_fragments(shaded: GridResult, words: Sequence[Word]) -> GridResult:
    """Shaded tables that end amid the rows of a larger one given back: a shaded head, or one of striped rows."""
    kept = tuple(table for table in shaded.tables if not _is_fragment(table, shaded.words))
    if len(kept) == len(shaded.tables):
        return shaded
    inside = {id(word) for word in words if _inside_any((word.x0 + word.x1) / 2, (word.top + word.bottom) / 2, kept)}
    return replace(shaded, tables=kept, words=tuple(word for word in words if id(word) not in inside))


def _is_fragment(table: Table, free: Sequence[Word]) -> bool:
    """Whether the next line below, or above, stands in several columns of the table, or in a later one than the first."""
    near = [word for word in free if table.x0 - _TOUCH <= word.x0 <= table.x1]
    below = [word for word in near if 0 <= word.top - table.bottom + 1 < NEXT_ROW * word.size]
    above = [word for word in near if 0 <= table.top - word.bottom + 1 < NEXT_ROW * word.size]
    columns = [columns_of(words, table.column_edges) for words in (below, above)]
    return any(len(found) > 1 for found in columns) or (bool(columns[0]) and min(columns[0]) > 1)


def _outside(rules: Sequence[Stroke], tables: Sequence[Table]) -> tuple[Stroke, ...]:
    return tuple(rule for rule in rules if not _inside_any((rule.low + rule.high) / 2, rule.at, tables))


def _inside_any(x: float, y: float, tables: Sequence[Table]) -> bool:
    return any(t.x0 - _TOUCH <= x <= t.x1 + _TOUCH and t.top - _TOUCH <= y <= t.bottom + _TOUCH for t in tables)


def _tables(
    horizontal: Sequence[Stroke],
    vertical: Sequence[Stroke],
    words: Sequence[Word],
    bands: Sequence[Stroke],
    sides: Sequence[Stroke] = (),
    *,
    faint: bool = False,
) -> GridResult:
    """bands, sides: the edges of shading, which part rows and columns where no rule does."""
    tables: list[Table] = []
    rest = list(words)
    grids = _grids(horizontal, vertical)
    grids = join_stripes(grids, words) if faint else [with_tiles(with_bands(grid, bands), sides) for grid in grids]
    for grid in sorted(grids, key=_area):
        inside = [word for word in rest if _holds(grid, word)]
        table = _table(grid, inside)
        if table is None or (faint and len(table.rows) < 2):
            continue
        taken = set(map(id, inside))
        rest = [word for word in rest if id(word) not in taken]
        tables.append(table)
    return GridResult(tables=tuple(sorted(tables, key=lambda table: table.top)), words=tuple(rest), rules=())


def _area(grid: Grid) -> float:
    return (grid.xs[-1] - grid.xs[0]) * (grid.ys[-1] - grid.ys[0])


def _holds(grid: Grid, word: Word) -> bool:
    x, y = (word.x0 + word.x1) / 2, (word.top + word.bottom) / 2
    return grid.xs[0] <= x <= grid.xs[-1] and grid.ys[0] <= y <= grid.ys[-1]


def _grids(horizontal: Sequence[Stroke], vertical: Sequence[Stroke]) -> list[Grid]:
    """One grid for each set of rules that touch one another."""
    if len(horizontal) * len(vertical) > _MOST_CROSSINGS:
        return []
    parent = list(range(len(horizontal) + len(vertical)))

    def root(node: int) -> int:
        while parent[node] != node:
            parent[node] = parent[parent[node]]
            node = parent[node]
        return node

    for i, across in enumerate(horizontal):
        for j, down in enumerate(vertical, start=len(horizontal)):
            if (
                across.low - _TOUCH <= down.at <= across.high + _TOUCH
                and down.low - _TOUCH <= across.at <= down.high + _TOUCH
            ):
                parent[root(i)] = root(j)
    sets: dict[int, tuple[list[Stroke], list[Stroke]]] = {}
    for i, across in enumerate(horizontal):
        sets.setdefault(root(i), ([], []))[0].append(across)
    for j, down in enumerate(vertical, start=len(horizontal)):
        sets.setdefault(root(j), ([], []))[1].append(down)
    return [grid for across, down in sets.values() if across and down and (grid := _grid(across, down)) is not None]


def _grid(horizontal: list[Stroke], vertical: list[Stroke]) -> Grid | None:
    xs = _positions([rule.at for rule in vertical], min(r.low for r in horizontal), max(r.high for r in horizontal))
    ys = _positions([rule.at for rule in horizontal], min(r.low for r in vertical), max(r.high for r in vertical))
    if len(xs) < 3 or len(ys) < 2:
        return None
    return Grid(xs=xs, ys=ys, horizontal=tuple(horizontal), vertical=tuple(vertical))


def _positions(ruled: Sequence[float], low: float, high: float) -> tuple[float, ...]:
    """Where the borders are: at the rules, and where the rules across them begin and end."""
    positions: list[float] = []
    for position in sorted(ruled):
        if not positions or position - positions[-1] > 2.0:
            positions.append(position)
    if low < positions[0] - _TOUCH:
        positions.insert(0, low)
    if high > positions[-1] + _TOUCH:
        positions.append(high)
    return tuple(positions)


def _table(grid: Grid, words: Sequence[Word]) -> Table | None:
    grid = _without_slits(grid, words)
    if len(grid.xs) < 3 or len(grid.ys) < 2:
        return None
    words = [piece for word in words for piece in part_at_edges(word, grid.xs)]
    cell_of = _cells(grid, words)
    contents: dict[tuple[int, int], list[Word]] = {}
    for word in words:
        contents.setdefault(cell_of[_field(grid, word)], []).append(word)
    rows = tuple(
        tuple(_cell(grid, cell_of, contents, row, column) for column in range(len(grid.xs) - 1))
        for row in range(len(grid.ys) - 1)
    )
    across = RuleIndex(grid.horizontal)
    return Table(
        rows=rows,
        column_edges=grid.xs,
        x0=grid.xs[0],
        top=grid.ys[0],
        x1=grid.xs[-1],
        bottom=grid.ys[-1],
        open_top=across.covered(grid.ys[0], grid.xs[0], grid.xs[-1]) < _RULED,
        open_bottom=across.covered(grid.ys[-1], grid.xs[0], grid.xs[-1]) < _RULED,
    )


def _without_slits(grid: Grid, words: Sequence[Word]) -> Grid:
    """The grid without the empty strips between double or separated borders."""
    xs = _drop_slits(grid.xs, [(word.x0 + word.x1) / 2 for word in words])
    ys = _drop_slits(grid.ys, [(word.top + word.bottom) / 2 for word in words])
    return _without_strays(replace(grid, xs=xs, ys=ys))


def _without_strays(grid: Grid) -> Grid:
    """The grid without positions that close no field: an underlined word near a border, a stray mark."""
    across, down = RuleIndex(grid.horizontal), RuleIndex(grid.vertical)
    ys = tuple(
        y
        for i, y in enumerate(grid.ys)
        if i in (0, len(grid.ys) - 1) or any(_gap(across, y, left, right) >= _RULED for left, right in pairwise(grid.xs))
    )
    xs = tuple(
        x
        for i, x in enumerate(grid.xs)
        if i in (0, len(grid.xs) - 1) or any(_gap(down, x, top, bottom) >= _RULED for top, bottom in pairwise(ys))
    )
    return replace(grid, xs=xs, ys=ys)


def _drop_slits(positions: tuple[float, ...], middles: Sequence[float]) -> tuple[float, ...]:
    ordered = sorted(middles)
    kept = [positions[0]]
    for position in positions[1:]:
        narrow = position - kept[-1] < _LEAST_FIELD
        if narrow and bisect_right(ordered, position) == bisect_right(ordered, kept[-1]):
            if len(kept) > 1:
                kept[-1] = (kept[-1] + position) / 2
            continue
        kept.append(position)
    if kept[-1] != positions[-1] and len(kept) > 1:
        kept[-1] = positions[-1]
    return tuple(kept)


def _field(grid: Grid, word: Word) -> tuple[int, int]:
    """The row and column that a word stands in. One that is too long for its column is of the one where it begins."""
    row = bisect_right(grid.ys, (word.top + word.bottom) / 2) - 1
    column = bisect_right(grid.xs, min(word.x0 + INSET, (word.x0 + word.x1) / 2)) - 1
    return min(max(row, 0), len(grid.ys) - 2), min(max(column, 0), len(grid.xs) - 2)


def _cells(grid: Grid, words: Sequence[Word]) -> dict[tuple[int, int], tuple[int, int]]:
    """The top left field of the cell that each field belongs to."""
    across, down = RuleIndex(grid.horizontal), RuleIndex(grid.vertical)
    crossed = _crossed(grid, words)
    cell_of: dict[tuple[int, int], tuple[int, int]] = {}
    for row in range(len(grid.ys) - 1):
        for column in range(len(grid.xs) - 1):
            origin = (row, column)
            top, bottom, left, right = grid.ys[row], grid.ys[row + 1], grid.xs[column], grid.xs[column + 1]
            if column and (row, column) in crossed and _gap(down, left, top, bottom) < _RULED:
                origin = cell_of[row, column - 1]
            elif row and _gap(across, top, left, right) < _RULED and not parts_text(words, top, left, right):
                origin = cell_of[row - 1, column]
            cell_of[row, column] = origin
    return cell_of


def parts_text(words: Sequence[Word], y: float, left: float, right: float) -> bool:
    """Whether text in a column keeps so clear of a y that two cells meet there, though the rule between them is missing."""
    inside = [word for word in words if left <= (word.x0 + word.x1) / 2 <= right]
    above = [word for word in inside if (word.top + word.bottom) / 2 < y]
    below = [word for word in inside if (word.top + word.bottom) / 2 >= y]
    if not above or not below:
        return False
    last, first = max(above, key=lambda word: word.base), min(below, key=lambda word: word.base)
    return (
        first.base - last.base > _CELL_GAP * max(first.size, last.size)
        and y - last.base < 2 * last.size
        and first.top - y < last.size
    )


def _gap(rules: RuleIndex, at: float, low: float, high: float) -> float:
    inset = min(3.0, (high - low) / 4)
    # Separated and double borders stand a little off the middle of their strip.
    return max(rules.covered(at + shift, low + inset, high - inset) for shift in (0.0, -2.5, 2.5))


def _crossed(grid: Grid, words: Sequence[Word]) -> set[tuple[int, int]]:
    """The fields whose left border a word, or the space between two, runs across: only there do columns flow together."""
    crossed: set[tuple[int, int]] = set()
    last: Word | None = None
    for word in sorted(words, key=lambda word: (round(word.base), word.x0)):
        row = min(max(bisect_right(grid.ys, (word.top + word.bottom) / 2) - 1, 0), len(grid.ys) - 2)
        follows = last is not None and abs(word.base - last.base) < 1.5 and -1 < word.x0 - last.x1 < SPACE * word.size
        start = last.x1 - 1.0 if follows and last is not None else word.x0 + 1.0
        first = max(bisect_right(grid.xs, start) - 1, 0)
        final = min(bisect_right(grid.xs, word.x1 - 1.0) - 1, len(grid.xs) - 2)
        crossed.update((row, column) for column in range(first + 1, final + 1))
        last = word
    return crossed


def _cell(
    grid: Grid,
    cell_of: dict[tuple[int, int], tuple[int, int]],
    contents: dict[tuple[int, int], list[Word]],
    row: int,
    column: int,
) -> Cell:
    origin = cell_of[row, column]
    is_origin = origin == (row, column)
    last = row
    while is_origin and last + 1 < len(grid.ys) - 1 and cell_of[last + 1, column] == origin:
        last += 1
    return Cell(
        lines=group_lines(contents.get(origin, ())) if is_origin else (),
        x0=grid.xs[column],
        top=grid.ys[row],
        x1=grid.xs[column + 1],
        bottom=grid.ys[last + 1],
        merged=not is_origin and origin[0] < row,
    )

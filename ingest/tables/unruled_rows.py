"""Where the rows of a table without grid begin and end, and which of their cells are merged. Pure."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import accumulate, pairwise

from ingest.document import Cell, Line, Page, Rule, Word
from ingest.pages.grid import parts_text
from ingest.tables.columns import ColumnTitles
from ingest.tables.raw_table import RawRow
from ingest.tables.spans import side_by_side
from ingest.template import Role

_WIDEST_LEADING = 1.4  # from line to line of one text, in parts of the font size
_FAR, _FAR_LINES = 2.5, 1.5  # white above a text that is no row: in parts of the white between rows, and of the font size
_CELLS_APART = 1.0  # texts further apart than this, in parts of the font size, are of two cells
_ACROSS = 1.5  # a word that reaches further than this over both sides of a border stands across it
_RULE_REACH = 0.3  # a rule that covers less of a column than this does not part its rows
_REF_WITH_LETTERS = re.compile(r"e?[A-Za-z]{2,8}[\s-]?\d{1,3}(?:\.\d{1,2})?\s?[-‐–_/]|[A-Za-z]{1,6}[-‐–\s]?\d{1,4}[a-z]?$")
_REF = re.compile(rf"(?:{_REF_WITH_LETTERS.pattern}|\d{{1,3}}\.?$)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Columns:
    """The columns of a table without grid: its titles, where these stand, and the x at which each column begins and ends.

    proven: rows were seen below the titles, so that the edges rest on more than the titles.
    """

    titles: ColumnTitles
    spans: tuple[tuple[float, float], ...]
    edges: tuple[float, ...]
    proven: bool


def row_bounds(page: Page, body: Sequence[Line], columns: Columns) -> tuple[list[tuple[float, float]], bool]:
    """Top and bottom of each row, and whether rules part them; else a row begins where its ref or area does."""
    if not body:
        return [], True
    top, bottom = min(line.top for line in body), max(line.bottom for line in body)
    cuts = sorted(rule.y for rule in page.rules if top + 2 < rule.y < bottom - 2 and covers(rule, columns.edges))
    ruled = bool(cuts) or len(body) == 1
    if not ruled:
        cuts = _text_cuts(body, columns, only_gaps=_is_ruled_single(page, body, columns))
    return list(zip([top - 1, *cuts], [*cuts, bottom + 1], strict=True)), ruled


def count_lines_of_rows(body: Sequence[Line], columns: Columns) -> int:
    """How many of the lines below titles are rows: all but a paragraph that runs over the columns, or stands far below."""
    edges = columns.edges
    rows = max((index for index, line in enumerate(body) if len(side_by_side([line], _CELLS_APART)) > 1), default=0)
    whites = _whites(body)
    least = _row_white(body, whites)
    for index in range(rows + 1, len(body)):
        line, white = body[index], whites[index - 1]
        usual = max((other for other in whites[: index - 1] if other > least), default=0.0)
        far = bool(usual) and white > max(_FAR * usual, _FAR_LINES * line.size)
        if white > least and (_runs_over(line, edges) or (far and column_of(line.words[-1], edges) == 0)):
            return index
    return len(body)


def _runs_over(line: Line, edges: Sequence[float]) -> bool:
    """Whether a text begins in the first column and runs over two borders, or a word of it stands across one."""
    if line.x0 >= edges[1]:
        return False
    if len(edges) > 3 and line.x1 > edges[2] + _ACROSS and len(side_by_side([line])) == 1:
        return True
    return any(word.x0 < edge - _ACROSS and word.x1 > edge + _ACROSS for word in line.words for edge in edges[1:-1])


def _whites(body: Sequence[Line]) -> list[float]:
    """The white above each line but the first."""
    ends = accumulate((line.bottom for line in body), max)
    return [line.top - end for line, end in zip(body[1:], ends, strict=False)]


def _row_white(body: Sequence[Line], whites: Sequence[float]) -> float:
    """The least white between two rows: a little more than between the lines of one text."""
    if not whites:
        return 0.0
    distances = sorted(lower.bottom - upper.bottom for upper, lower in pairwise(body))
    usual = min(distances[len(distances) // 4], _WIDEST_LEADING * body[0].size)
    return usual - min(line.bottom - line.top for line in body) + max(1.5, 0.15 * body[0].size)


def _is_ruled_single(page: Page, body: Sequence[Line], columns: Columns) -> bool:
    """Whether a table may be a single row between rules: the page has many, and two enclose it."""
    top, bottom = min(line.top for line in body), max(line.bottom for line in body)
    above = any(top - 8 < rule.y < top + 3 and covers(rule, columns.edges) for rule in page.rules)
    below = any(bottom - 3 < rule.y < bottom + 8 and covers(rule, columns.edges) for rule in page.rules)
    tables = sum(covers(rule, columns.edges) for rule in page.rules)
    return above and below and tables > 6


def _text_cuts(body: Sequence[Line], columns: Columns, *, only_gaps: bool) -> list[float]:
    """The y between rows where nothing is ruled. only_gaps: rows are parted by more white than lines are."""
    ends = list(accumulate((line.bottom for line in body), max))
    whites = _whites(body)
    least = _row_white(body, whites)
    starts = _row_starts(body, columns, [False, *(white > least for white in whites)])
    only_gaps = only_gaps and not _have_refs(body, starts, columns)
    gaps = [whites[start - 1] > least for start in starts if start > 0]
    if 2 * sum(gaps) >= len(gaps) or max(whites) <= least or _stand_at_top(body, starts, columns):
        places = [start - 1 for start in starts if start > 0]
    else:  # refs stand in the middle of their rows
        places = [max(range(last, start), key=lambda index: whites[index]) for last, start in pairwise(starts)]
    return [(ends[place] + body[place + 1].top) / 2 for place in places if not only_gaps or whites[place] > least]


def _stand_at_top(body: Sequence[Line], starts: Sequence[int], columns: Columns) -> bool:
    """Whether refs, or areas, stand beside the beginnings of their texts: the first one beside the first line of all."""
    roles = columns.titles.roles
    texts = [_texts(body[start], columns) for start in {0, *starts}]
    key = roles.index(Role.REF) if Role.REF in roles and starts[:1] == [0] else 0
    if Role.TEXT not in roles or not _texts(body[0], columns)[key]:
        return False
    return all((text := cells[roles.index(Role.TEXT)]) and not text[0].islower() for cells in texts)


def _have_refs(body: Sequence[Line], starts: Sequence[int], columns: Columns) -> bool:
    """Whether rows begin with refs, which no text between two rules has several of."""
    roles = columns.titles.roles
    if Role.REF not in roles or len(starts) < 2:
        return False
    ref = roles.index(Role.REF)
    return all(_REF_WITH_LETTERS.match(_texts(body[start], columns)[ref]) for start in starts)


def _row_starts(body: Sequence[Line], columns: Columns, after_gap: Sequence[bool]) -> list[int]:
    """The indices of the lines with which rows begin: those with a ref, or where there are none those with an area."""
    roles = columns.titles.roles
    texts = [_texts(line, columns) for line in body]
    refs = [cells[roles.index(Role.REF)] for cells in texts] if Role.REF in roles else []
    pattern = _REF if not any(_REF_WITH_LETTERS.match(text) for text in refs) else _REF_WITH_LETTERS
    if any(pattern.match(text) for text in refs):
        starts, above = [], ""
        for index, text in enumerate(refs):
            if pattern.match(text) and not above.endswith(("-", "–")):
                starts.append(index)
            above = text or above
        return starts
    starts, last_key = [], 0
    for index, cells in enumerate(texts):
        if cells[0]:
            if after_gap[index] or index - last_key > 1:
                starts.append(index)
            last_key = index
    return starts


def _texts(line: Line, columns: Columns) -> list[str]:
    texts: list[list[str]] = [[] for _ in range(len(columns.edges) - 1)]
    for word in line.words:
        texts[column_of(word, columns.edges)].append(word.text)
    return [" ".join(words) for words in texts]


def words_by_row(words: Sequence[Word], bounds: Sequence[tuple[float, float]]) -> list[list[Word]]:
    rows: list[list[Word]] = [[] for _ in bounds]
    for word in words:
        middle = (word.top + word.bottom) / 2
        index = next((i for i, (_, bottom) in enumerate(bounds) if middle <= bottom), len(bounds) - 1)
        rows[index].append(word)
    return rows


def merged_fields(
    page: Page, bounds: Sequence[tuple[float, float]], columns: Columns, words: Sequence[Word]
) -> list[tuple[bool, ...]]:
    """For each row and column whether the rule above the row leaves the column out: its cell goes on from the row above."""
    result: list[tuple[bool, ...]] = []
    for row_top, _ in bounds:
        rules = [rule for rule in page.rules if abs(rule.y - row_top) < 1.5]
        open_columns = []
        for left, right in pairwise(columns.edges):
            covered = sum(max(0.0, min(rule.x1, right) - max(rule.x0, left)) for rule in rules)
            open_columns.append(
                bool(rules) and covered < _RULE_REACH * (right - left) and not parts_text(words, row_top, left, right)
            )
        result.append(tuple(open_columns) if not all(open_columns) else (False,) * len(open_columns))
    return result


def flowing_areas(rows: Sequence[RawRow], columns: Columns, *, offset: int) -> list[tuple[bool, ...]]:
    """For each row and column whether its cell goes on from the row above, where no rules tell: an area over several rows.

    │ Data quality at the │ TMAG06-01 │       the next line of the area, in lower case, stands beside the next ref
    │ regional boundary   │ TMAG06-02 │
    """
    flowing = [(False,) * (len(columns.edges) - 1) for _ in rows[offset:]]
    if Role.AREA not in columns.titles.roles:
        return flowing
    area = columns.titles.roles.index(Role.AREA)
    above: Line | None = None
    for number, row in enumerate(rows[offset:]):
        lines = row.parts[area][0].lines
        if above is not None and lines and lines[0].text[:1].islower():
            flows = lines[0].bottom - above.bottom < _WIDEST_LEADING * above.size
            flowing[number] = tuple(flows and column == area for column in range(len(columns.edges) - 1))
        above = lines[-1] if lines else None
    return flowing


def with_merged_cells(rows: Sequence[RawRow], merges: Sequence[tuple[bool, ...]], *, offset: int) -> list[RawRow]:
    """Rows with merged cells told, and the words that reach down into covered rows moved up into the cell they belong to."""
    result = list(rows)
    count = len(merges[0]) if merges else 0
    origins = [offset] * count
    for number, merged in enumerate(merges):
        for column in range(count):
            index = number + offset
            if number == 0 or not merged[column]:
                origins[column] = index
                continue
            cell, whole = result[index].parts[column][0], result[origins[column]].parts[column][0]
            whole = replace(whole, lines=(*whole.lines, *cell.lines), bottom=cell.bottom)
            result[origins[column]] = _with_cell(result[origins[column]], column, whole)
            result[index] = _with_cell(result[index], column, replace(cell, lines=(), merged=True))
    return result


def _with_cell(row: RawRow, column: int, cell: Cell) -> RawRow:
    return replace(row, parts=(*row.parts[:column], (cell,), *row.parts[column + 1 :]))


def column_of(word: Word, edges: Sequence[float]) -> int:
    middle = (word.x0 + word.x1) / 2
    inner = sum(edge <= middle for edge in edges[1:-1])
    # A long word may reach over into the next column; where it begins tells.
    start = sum(edge <= word.x0 + 1 for edge in edges[1:-1])
    return min(inner, start) if word.x1 - word.x0 > 40 else inner


def covers(rule: Rule, edges: Sequence[float]) -> bool:
    return min(rule.x1, edges[-1]) - max(rule.x0, edges[0]) > 0.4 * (edges[-1] - edges[0])

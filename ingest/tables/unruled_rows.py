"""Where the rows of a table without grid begin and end, and which of their cells are merged. Pure."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from ingest.document import Cell, Line, Page, Rule, Word
from ingest.pages.grid import parts_text
from ingest.tables.columns import ColumnTitles
from ingest.tables.raw_table import RawRow
from ingest.template import Role

_RULE_REACH = 0.3  # a rule that covers less of a column than this does not part its rows
_REF = re.compile(r"(?:e?[A-Za-z]{2,8}\s?\d{1,3}(?:\.\d{1,2})?\s?[-–_/]|[A-Za-z]{1,6}[-–\s]?\d{1,4}[a-z]?$|\d{1,3}\.?$)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Columns:
    """The columns of a table without grid: its titles, where these stand, and the x at which each column begins and ends.

    proven: rows were seen below the titles, so that the edges rest on more than the titles.
    """

    titles: ColumnTitles
    spans: tuple[tuple[float, float], ...]
    edges: tuple[float, ...]
    proven: bool


def row_bounds(page: Page, body: Sequence[Line], columns: Columns) -> list[tuple[float, float]]:
    """Top and bottom of each row: between rules where rules part rows, else from where its ref or area begins."""
    if not body:
        return []
    top, bottom = min(line.top for line in body), max(line.bottom for line in body)
    inner = [rule.y for rule in page.rules if top + 2 < rule.y < bottom - 2 and covers(rule, columns.edges)]
    cuts = sorted(inner) if inner or len(body) == 1 or _is_ruled_single(page, body, columns) else _text_cuts(body, columns)
    return list(zip([top - 1, *cuts], [*cuts, bottom + 1], strict=True))


def _is_ruled_single(page: Page, body: Sequence[Line], columns: Columns) -> bool:
    """Whether a table has rules above and below its only row, in a document whose rows are ruled."""
    top, bottom = min(line.top for line in body), max(line.bottom for line in body)
    above = any(top - 8 < rule.y < top + 3 and covers(rule, columns.edges) for rule in page.rules)
    below = any(bottom - 3 < rule.y < bottom + 8 and covers(rule, columns.edges) for rule in page.rules)
    tables = sum(covers(rule, columns.edges) for rule in page.rules)
    return above and below and tables > 6


def _text_cuts(body: Sequence[Line], columns: Columns) -> list[float]:
    """The y between rows where nothing is ruled."""
    roles = columns.titles.roles
    ref = roles.index(Role.REF) if Role.REF in roles else None
    distances = sorted(lower.bottom - upper.bottom for upper, lower in pairwise(body))
    usual = distances[len(distances) // 4] if distances else 0.0
    cuts: list[float] = []
    last_ref, last_key_index = "", 0
    for index, line in enumerate(body):
        cells = _texts(line, columns)
        starts = False
        if ref is not None:
            text = cells[ref]
            starts = bool(_REF.match(text)) and not last_ref.endswith(("-", "–"))
            last_ref = text or last_ref
        if ref is None or not any(_REF.match(_texts(other, columns)[ref]) for other in body):
            gap = index > 0 and line.bottom - body[index - 1].bottom > usual + max(1.5, 0.15 * line.size)
            key = bool(cells[0])
            starts = key and (gap or index - last_key_index > 1)
            last_key_index = index if key else last_key_index
        if starts and index > 0:
            cuts.append((max(other.bottom for other in body[max(0, index - 3) : index]) + line.top) / 2)
    return cuts


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

"""Finds tables that no grid of rules draws: columns from the titles and the white rivers below them, rows from rules or text.

      Area        Ref         Action                        titles: words that a template knows, set apart by gaps
      ─────────────────────────────────                     row rules, where there are any
      Data        TMAG06-02   Share the reports             a river of white runs down between two columns
      quality                 with members
                  TMAG06-03   Provide feedback              without rules a row begins where its ref (or area) does

Pure. Works on the lines that stand outside of ruled tables, page by page; columns are carried on to a page without titles.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from ingest.columns import ColumnTitles, column_role, find_titles
from ingest.document import Cell, Line, Page, Rule, Word
from ingest.grid import parts_text
from ingest.header_grid import header_grid
from ingest.lines import group_lines
from ingest.raw_table import RawRow, RawTable
from ingest.spans import Span, side_by_side, stand_together, words_of
from ingest.template import Role, Template
from kb.records import SectionKind

_TITLE_GAP = 0.45  # between two titles, in parts of the font size: less is a space within one
_MOST_TITLE_LINES = 3
_NEXT_LINE = 1.75  # a line further below than this, in parts of the font size, belongs to something else
_RIVER = 2.0  # the least width of white between two columns, in points
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


@dataclass(frozen=True, slots=True, kw_only=True)
class UnruledPage:
    """A page's free lines and the tables found among them, top to bottom. carry: columns that may go on over the page."""

    items: tuple[Line | RawTable, ...]
    carry: Columns | None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Titles:
    """A row of titles: which lines it takes (start to end), and its titles with their x ranges."""

    start: int
    end: int
    titles: ColumnTitles
    spans: tuple[tuple[float, float], ...]


def find_unruled(page: Page, lines: Sequence[Line], template: Template, carried: Columns | None) -> UnruledPage:
    """Parts a page's free lines into text and tables. carried: the columns with which the page before ended."""
    items: list[Line | RawTable] = []
    carry: Columns | None = None
    kind: SectionKind | None = None
    index = 0
    if (
        carried is not None
        and lines
        and not _ends_table(lines[0], template)
        and _titles_at(lines, 0, page, template, None) is None
    ):
        end = _end_of_table(lines, 0, page, template, lines[0].size)
        columns = _columns(carried.titles, carried.spans, lines[:end], page, carried)
        items.append(_table(page, lines[:end], columns, None))
        index, carry = end, columns if end == len(lines) else None
    while index < len(lines):
        line = lines[index]
        kind = template.find_heading(line.text) or kind
        titles = _titles_at(lines, index, page, template, kind)
        if titles is None and kind is None and (grid := header_grid(lines, index, page, template)) is not None:
            items.append(grid.table)
            index = grid.end
            continue
        if titles is None:
            items.append(line)
            index += 1
            continue
        end = _end_of_table(lines, titles.end, page, template, lines[titles.start].size)
        columns = _columns(titles.titles, titles.spans, lines[titles.end : end], page, carried)
        items.append(_table(page, lines[titles.end : end], columns, lines[titles.start : titles.end]))
        index, carry = end, columns if end == len(lines) else None
    return UnruledPage(items=tuple(items), carry=carry)


def _titles_at(
    lines: Sequence[Line], start: int, page: Page, template: Template, kind: SectionKind | None
) -> _Titles | None:
    """The titles that begin at a line, over as many lines as understand most."""
    best: _Titles | None = None
    for count in range(1, _MOST_TITLE_LINES + 1):
        group = lines[start : start + count]
        if len(group) < count or not stand_together(group, page.rules):
            break
        spans = side_by_side(group)
        if len(spans) < 2:
            continue
        parts = _split_known([text for text, _, _ in spans], spans, template, kind)
        titles = find_titles([text for text, _, _ in parts], template, kind)
        if titles is not None and (best is None or titles.known >= best.titles.known):
            best = _Titles(start=start, end=start + count, titles=titles, spans=tuple((x0, x1) for _, x0, x1 in parts))
    return best


def _split_known(texts: Sequence[str], spans: Sequence[Span], template: Template, kind: SectionKind | None) -> list[Span]:
    """Spans in which two titles stand too close to be told by their gap, parted where both parts are known titles."""
    sections = [section for section in template.sections if kind is None or section.kind is kind] or list(template.sections)
    result: list[Span] = []
    for text, (_, x0, x1) in zip(texts, spans, strict=True):
        words = text.split()
        known = any(column_role(text, section.columns, ()) for section in sections)
        cut = None
        if not known and len(words) > 1:
            for index in range(1, len(words)):
                left, right = " ".join(words[:index]), " ".join(words[index:])
                if any(section.columns.find(left) and section.columns.find(right) for section in sections):
                    cut = index
                    break
        if cut is None:
            result.append((text, x0, x1))
            continue
        left, right = " ".join(words[:cut]), " ".join(words[cut:])
        middle = x0 + (x1 - x0) * len(left) / max(len(text), 1)
        result += [(left, x0, middle), (right, middle + 1, x1)]
    return result


def _end_of_table(lines: Sequence[Line], start: int, page: Page, template: Template, size: float) -> int:
    """The index of the first line after a table's rows: a heading, other titles, or text set apart from the table."""
    for index in range(start, len(lines)):
        line = lines[index]
        if _ends_table(line, template) or line.size > 1.15 * size:
            return index
        if index > start and _is_below_all_rules(lines, index, page):
            return index
        ruled = [table for table in page.tables if index and lines[index - 1].bottom <= table.top <= line.top]
        if ruled:
            return index
    return len(lines)


def _ends_table(line: Line, template: Template) -> bool:
    label, colon, _ = line.text.partition(":")
    if colon and template.find_heading(label) is SectionKind.ATTENDEES:
        return True  # `Apologies: …` below a table
    if template.find_heading(line.text) is None:
        return False
    return line.bold or line.text.isupper() or line.text[:1].isdigit()


def _is_below_all_rules(lines: Sequence[Line], index: int, page: Page) -> bool:
    """Whether a line stands below the last row rule of its table, set apart from what is above."""
    line, above = lines[index], lines[index - 1]
    between = [rule for rule in page.rules if above.bottom - 2 <= rule.y <= line.top + 2]
    below = [rule for rule in page.rules if rule.y > line.top]
    return bool(between) and not below and line.top - between[-1].y > 1.2 * line.size and line.top < 0.85 * page.height


def _columns(
    titles: ColumnTitles, spans: tuple[tuple[float, float], ...], body: Sequence[Line], page: Page, carried: Columns | None
) -> Columns:
    """The columns that titles and rows make; the same titles keep the edges that they had on the page before."""
    words = words_of(body)
    left = min([spans[0][0], *(word.x0 for word in words)]) - 1.0
    right = (
        max([spans[-1][1], *(word.x1 for word in words), *(rule.x1 for rule in page.rules if rule.x0 < spans[-1][1])]) + 1.0
    )
    if carried is not None and carried.proven and carried.titles.titles == titles.titles:
        edges = (min(left, carried.edges[0]), *carried.edges[1:-1], max(right, carried.edges[-1]))
    else:
        edges = (left, *(_edge(a, b, words) for a, b in pairwise(spans)), right)
    return Columns(titles=titles, spans=spans, edges=edges, proven=bool(words))


def _edge(left: tuple[float, float], right: tuple[float, float], words: Sequence[Word]) -> float:
    """Where one column ends and the next begins: in the white river between them that most rows leave free."""
    low, high = left[0], right[1]
    near = sorted((max(word.x0, low), min(word.x1, high)) for word in words if word.x1 > low and word.x0 < high)
    gaps: list[tuple[float, float]] = []
    reached = low
    for x0, x1 in near:
        if x0 - reached >= _RIVER:
            gaps.append((reached, x0))
        reached = max(reached, x1)
    if high - reached >= _RIVER:
        gaps.append((reached, high))
    free = [(max(a, left[1] - 1), min(b, right[0] + 1)) for a, b in gaps]
    free = [(a, b) for a, b in free if b - a > 0]
    if free:
        start, end = max(free, key=lambda gap: gap[1] - gap[0])
        return (start + end) / 2 if end - start < 8 else end - 3
    return min(
        (right[0] - 1.5, (left[1] + right[0]) / 2, left[1] + 1.0),
        key=lambda x: sum(word.x0 < x - 0.5 and word.x1 > x + 0.5 for word in words),
    )


def _table(page: Page, body: Sequence[Line], columns: Columns, heads: Sequence[Line] | None) -> RawTable:
    top = min(line.top for line in [*(heads or ()), *body]) if body or heads else 0.0
    words = words_of(body)
    bounds = _row_bounds(page, body, columns)
    rows: list[RawRow] = []
    if heads is not None:
        rows.append(_head_row(page, heads, columns))
    merges = _merges(page, bounds, columns, words)
    for (row_top, row_bottom), inside in zip(bounds, _by_row(words, bounds), strict=True):
        cells = []
        for column in range(len(columns.edges) - 1):
            here = [word for word in inside if _column(word, columns.edges) == column]
            cells.append(
                (
                    Cell(
                        lines=group_lines(here),
                        x0=columns.edges[column],
                        top=row_top,
                        x1=columns.edges[column + 1],
                        bottom=row_bottom,
                    ),
                )
            )
        rows.append(RawRow(parts=tuple(cells), pages=(page.number,)))
    last = max((line.bottom for line in body), default=top)
    closing = any(last - 2 <= rule.y <= last + 0.06 * page.height and _covers(rule, columns.edges) for rule in page.rules)
    opening = heads is not None or any(top - 14 <= rule.y <= top + 3 and _covers(rule, columns.edges) for rule in page.rules)
    return RawTable(
        page=page.number,
        rows=tuple(_merged(rows, merges, offset=0 if heads is None else 1)),
        edges=columns.edges,
        open_top=not opening,
        open_bottom=not closing,
        ruled=False,
    )


def _head_row(page: Page, heads: Sequence[Line], columns: Columns) -> RawRow:
    top, bottom = min(line.top for line in heads), max(line.bottom for line in heads)
    cells = []
    for column, title in enumerate(columns.titles.titles):
        x0, x1 = columns.edges[column], columns.edges[column + 1]
        line = Line(text=title, x0=x0, top=top, x1=x0, bottom=bottom, size=heads[0].size, bold=heads[0].bold, text_x0=x0)
        cells.append((Cell(lines=(line,), x0=x0, top=top, x1=x1, bottom=bottom),))
    return RawRow(parts=tuple(cells), pages=(page.number,))


def _column(word: Word, edges: Sequence[float]) -> int:
    middle = (word.x0 + word.x1) / 2
    inner = sum(edge <= middle for edge in edges[1:-1])
    # A long word may reach over into the next column; where it begins tells.
    start = sum(edge <= word.x0 + 1 for edge in edges[1:-1])
    return min(inner, start) if word.x1 - word.x0 > 40 else inner


def _covers(rule: Rule, edges: Sequence[float]) -> bool:
    return min(rule.x1, edges[-1]) - max(rule.x0, edges[0]) > 0.4 * (edges[-1] - edges[0])


def _row_bounds(page: Page, body: Sequence[Line], columns: Columns) -> list[tuple[float, float]]:
    """Top and bottom of each row: between rules where rules part rows, else from where its ref or area begins."""
    if not body:
        return []
    top, bottom = min(line.top for line in body), max(line.bottom for line in body)
    inner = [rule.y for rule in page.rules if top + 2 < rule.y < bottom - 2 and _covers(rule, columns.edges)]
    if inner or len(body) == 1 or _is_ruled_single(page, body, columns):
        cuts = sorted(inner)
    else:
        cuts = _text_cuts(body, columns)
    return list(zip([top - 1, *cuts], [*cuts, bottom + 1], strict=True))


def _is_ruled_single(page: Page, body: Sequence[Line], columns: Columns) -> bool:
    """Whether a table has rules above and below its only row, in a document whose rows are ruled."""
    top, bottom = min(line.top for line in body), max(line.bottom for line in body)
    above = any(top - 8 < rule.y < top + 3 and _covers(rule, columns.edges) for rule in page.rules)
    below = any(bottom - 3 < rule.y < bottom + 8 and _covers(rule, columns.edges) for rule in page.rules)
    tables = sum(_covers(rule, columns.edges) for rule in page.rules)
    return above and below and tables > 6


def _text_cuts(body: Sequence[Line], columns: Columns) -> list[float]:
    """The y between rows where nothing is ruled."""
    roles = columns.titles.roles
    ref = roles.index(Role.REF) if Role.REF in roles else None
    distances = sorted(lower.bottom - upper.bottom for upper, lower in zip(body, body[1:], strict=False))
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
        texts[_column(word, columns.edges)].append(word.text)
    return [" ".join(words) for words in texts]


def _by_row(words: Sequence[Word], bounds: Sequence[tuple[float, float]]) -> list[list[Word]]:
    rows: list[list[Word]] = [[] for _ in bounds]
    for word in words:
        middle = (word.top + word.bottom) / 2
        index = next((i for i, (_, bottom) in enumerate(bounds) if middle <= bottom), len(bounds) - 1)
        rows[index].append(word)
    return rows


def _merges(
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


def _merged(rows: Sequence[RawRow], merges: Sequence[tuple[bool, ...]], *, offset: int) -> list[RawRow]:
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
